import assert from "node:assert/strict";

import { fetchApp } from "../../checks/oauth/fetch";
import { expectedApps } from "../../checks/oauth/state";
import { openAdminClient } from "../../okta/adminClient";
import { createHttpClient } from "../../okta/http";
import { OktaType } from "../../rules/resourceTypes";
import { admin, closeSandboxes, provision, rsaKey, sandbox } from "../sandbox/support";

describe("drift: custom admin roles", () => {
    after(closeSandboxes);

    it("have one name in state and org, which tells them apart from other custom roles", async () => {
        const org = await sandbox();
        const clientId = await provision(org, rsaKey(), ["okta.users.read"]);
        const texts = { label: "R", description: "d" };
        const permissions = ["okta.users.read"];
        const made = await admin(org, "POST", "/api/v1/iam/roles", { ...texts, permissions });
        const resources = ["orn:okta:directory:00o1:users"];
        const set = await admin(org, "POST", "/api/v1/iam/resource-sets", { ...texts, resources });
        const role = String(made.body["id"]);
        const resourceSet = String(set.body["id"]);
        const custom = { type: "CUSTOM", role, "resource-set": resourceSet };
        await admin(org, "POST", `/oauth2/v1/clients/${clientId}/roles`, custom);

        const urn = (type: string, name: string) => `urn:pulumi:dev::p::${type}::${name}`;
        const app = {
            urn: urn(OktaType.App, "app"),
            type: OktaType.App,
            id: clientId,
            inputs: {},
            outputs: { type: "service", clientId, label: "R" },
        };
        const assignments = [
            { type: "READ_ONLY_ADMIN" },
            { type: "CUSTOM", role, resourceSet },
        ].map((outputs) => ({
            urn: urn(OktaType.AppRole, outputs.type),
            type: OktaType.AppRole,
            id: outputs.type,
            inputs: {},
            outputs: { clientId, ...outputs },
        }));
        const [expected] = expectedApps({ resources: [app, ...assignments] });
        assert.ok(expected);
        const opened = await openAdminClient(
            { kind: "apiToken", apiToken: org.apiToken },
            new URL(org.url),
            createHttpClient({ retries: 0 }),
        );
        assert.ok("client" in opened);
        const actual = await fetchApp(opened.client, expected);
        const names = ["READ_ONLY_ADMIN", `CUSTOM ${role} on ${resourceSet}`];
        assert.deepEqual(
            expected.roles.map(({ type }) => type),
            names,
        );
        assert.deepEqual(
            actual.roles?.map(({ type }) => type),
            names,
        );
    });
});
