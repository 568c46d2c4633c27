import { SUPER_ADMIN_PATH } from "../../okta/absentIds";
import { type AdminClient, clientIdOf } from "../../okta/adminClient";
import { isGone, tryCall } from "../../okta/call";
import { textsOf } from "../../rules/json";

/** A list of apps for isShown: of two, one is not the caller's own. */
export const SOME_APPS = "/api/v1/apps?limit=2";

/**
 * Whether the org is shown to tell these credentials what is there, so that "not found" means a
 * deletion: a list of the same kind has entries beside the caller's own app, which by some sources
 * is all that READ_ONLY_ADMIN is shown of the apps; or the credentials are those of a Super Admin.
 */
export async function isShown(client: AdminClient, list: string): Promise<boolean> {
    const [listed, superAdmin] = await Promise.all([
        tryCall(() => client.send(list)),
        tryCall(() => client.send(SUPER_ADMIN_PATH)),
    ]);
    const entries = Array.isArray(listed.json) ? (listed.json as unknown[]) : [];
    const others = textsOf(entries, "id").filter((id) => id !== clientIdOf(client.credentials));
    return (listed.fact.status === 200 && others.length > 0) || isGone(superAdmin.fact);
}
