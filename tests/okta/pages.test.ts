import assert from "node:assert/strict";

import { openAdminClient } from "../../okta/adminClient";
import { createHttpClient } from "../../okta/http";
import { fetchAllPages } from "../../okta/pages";
import { listOf } from "../../rules/json";
import { closeSandboxes, sandbox } from "../sandbox/support";

describe("lists of many pages", () => {
    after(closeSandboxes);

    it("are read to their end, and an answer that is none is handed on", async () => {
        const { url, apiToken } = await sandbox({ seed: { users: 7 } });
        const http = createHttpClient({ retries: 0 });
        const runnerOf = async (apiToken: string) => {
            const opened = await openAdminClient(
                { kind: "apiToken", apiToken },
                new URL(url),
                http,
            );
            assert.ok("client" in opened);
            return opened.client;
        };
        const all = await fetchAllPages(await runnerOf(apiToken), "/api/v1/users?limit=3");
        assert.deepEqual([all.status, listOf(all.json).length], [200, 8]);
        const refused = await fetchAllPages(await runnerOf("not-the-token"), "/api/v1/users");
        assert.equal(refused.status, 401);
    });
});
