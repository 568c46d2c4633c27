import assert from "node:assert/strict";

import { describeReached, fetchReached } from "../../checks/oauth/excepted";
import { openAdminClient } from "../../okta/adminClient";
import { createHttpClient } from "../../okta/http";
import type { Sandbox } from "../../sandbox/org/server";
import { closeSandboxes, sandbox } from "../sandbox/support";
import { populate, type Population } from "../support/remediationMatrix";

const NOT_THERE = "00gNotThereNotThere1";

describe("the people whom remediation must not reach", () => {
    let org: Sandbox;
    let people: Population;

    before(async () => {
        org = await sandbox();
        people = await populate(org);
    });
    after(closeSandboxes);

    const reached = async (groups: string[], except: string[]) => {
        const credentials = { kind: "apiToken", apiToken: org.apiToken } as const;
        const opened = await openAdminClient(credentials, new URL(org.url), createHttpClient());
        assert.ok("client" in opened);
        return fetchReached(opened.client, { groups, except });
    };

    it("are those of an excepted group who are in a covered one too", async () => {
        const { own, excluded, other, admins } = people.groups;
        assert.deepEqual(await reached([own, other], [excluded]), { logins: [] });
        assert.deepEqual(await reached([own, other], [admins]), { logins: [] });
        assert.deepEqual(await reached([excluded, other], [own, excluded]), {
            logins: ["excluded@x.io"],
        });
    });

    it("are not told where a group or somebody's groups cannot be read", async () => {
        const { own, excluded } = people.groups;
        const missing = await reached([own], [excluded, NOT_THERE]);
        assert.ok("unread" in missing);
        assert.deepEqual(
            [missing.unread, missing.fact.status],
            [`the people in group ${NOT_THERE}`, 404],
        );
        org.faults.add({ path: "/users/[^/]+/groups", status: 503, times: 100 });
        const refused = await reached([own], [excluded]);
        org.faults.clear();
        assert.ok("unread" in refused);
        assert.equal(refused.unread, "the groups of excluded@x.io");
    });

    it("are named, but not all of many", () => {
        assert.match(describeReached(["a"]), /as well: a\.$/);
        assert.match(describeReached(["a", "b", "c", "d", "e"]), /as well: a, b, c and 2 more\.$/);
    });
});
