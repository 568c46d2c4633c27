import { SUPER_ADMIN_PATH } from "../../okta/absentIds";
import type { AdminClient } from "../../okta/adminClient";
import { isGone, tryCall } from "../../okta/call";

/**
 * Whether the org is shown to tell these credentials what is there, so that "not found" means a
 * deletion: a list of the same kind has entries, or they are those of a Super Admin.
 */
export async function isShown(client: AdminClient, list: string): Promise<boolean> {
    const [listed, superAdmin] = await Promise.all([
        tryCall(() => client.send(list)),
        tryCall(() => client.send(SUPER_ADMIN_PATH)),
    ]);
    return (
        (listed.fact.status === 200 && (listed.fact.entries ?? 0) > 0) || isGone(superAdmin.fact)
    );
}
