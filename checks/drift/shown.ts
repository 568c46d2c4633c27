import type { AdminClient } from "../../okta/adminClient";
import { isGone, tryCall } from "../../okta/call";

// An id that no app has. Okta tells only a Super Admin so, and refuses everybody else.
const NO_APP = "0oa00000000000000000";

/**
 * Whether the org is shown to tell these credentials what is there, so that "not found" means a
 * deletion: a list of the same kind has entries, or they are those of a Super Admin.
 */
export async function isShown(client: AdminClient, list: string): Promise<boolean> {
    const [listed, superAdmin] = await Promise.all([
        tryCall(() => client.send(list)),
        tryCall(() => client.send(`/oauth2/v1/clients/${NO_APP}/roles`)),
    ]);
    return (
        (listed.fact.status === 200 && (listed.fact.entries ?? 0) > 0) || isGone(superAdmin.fact)
    );
}
