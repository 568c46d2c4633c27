import assert from "node:assert/strict";

import { fetchApp } from "../../checks/oauth/fetch";
import { expectedApps } from "../../checks/oauth/state";
import { openAdminClient } from "../../okta/adminClient";
import { createHttpClient } from "../../okta/http";
import { OktaType } from "../../rules/resourceTypes";
import { admin, closeSandboxes, provision, rsaKey, sandbox, token } from "../sandbox/support";

describe("drift: an app that is not found", () => {
    after(closeSandboxes);

    for (const view of ["assigned-only", "all"] as const) {
        it(`is ${view === "all" ? "" : "not "}shown to be gone to a runner that sees ${view}`, async () => {
            const org = await sandbox({ view, seed: { apps: 1 } });
            const key = rsaKey();
            const scopes = ["okta.apps.read"];
            const clientId = await provision(org, key, scopes);
            const privateKey = key.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
            // What Okta answers for an app that it hides is unconfirmed.
            const hidden = { path: "/api/v1/apps/0oahidden", status: 404, errorCode: "E0000007" };
            org.faults.add(hidden);
            const gone = await Promise.all(
                [
                    { kind: "oauth", clientId, privateKey, privateKeyId: "key-1", scopes } as const,
                    {
                        kind: "accessToken",
                        accessToken: await token(org, clientId, key, "okta.apps.read"),
                    } as const,
                ].map(async (credentials) => {
                    const http = createHttpClient({ retries: 0 });
                    const opened = await openAdminClient(credentials, new URL(org.url), http);
                    assert.ok("client" in opened);
                    const [state] = expectedApps({
                        resources: [
                            {
                                urn: `urn:pulumi:dev::p::${OktaType.App}::app`,
                                type: OktaType.App,
                                id: "0oahidden",
                                inputs: {},
                                outputs: { type: "service" },
                            },
                        ],
                    });
                    assert.ok(state);
                    return (await fetchApp(opened.client, state)).isShown;
                }),
            );
            assert.deepEqual(gone, [view === "all", view === "all"]);
        });
    }
});

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
