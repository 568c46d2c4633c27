import assert from "node:assert/strict";

import { handoffPayloadsOf } from "../../checks/handoffPayload";
import { emptyStack, resource } from "./driftFixtures";

describe("the form that is handed over", () => {
    const stack = { ...emptyStack, location: { stack: "prod" } };
    const payloadOf = (outputs: Record<string, unknown>) =>
        handoffPayloadsOf({ ...stack, outputs })[0]?.payload;

    it("is that of the method that the stack's outputs are of", () => {
        const marketplace = { oktaDomain: "acme.okta.com", clientId: "0oa1", clientSecret: "s" };
        assert.deepEqual(payloadOf(marketplace)?.fields, {
            okta_domain: "acme.okta.com",
            client_id: "0oa1",
            client_secret: "s",
        });
        const apiKey = { oktaDomain: "acme.okta.com", login: "r@example.com", apiKey: "k" };
        assert.deepEqual(payloadOf(apiKey)?.fields, {
            okta_domain: "acme.okta.com",
            api_key: "k",
        });
        const oauth = { tenantId: "acme", applicationId: "0oa1", privateKey: "k", keyId: "x" };
        assert.deepEqual(payloadOf(oauth)?.fields, {
            tenant_id: "acme",
            application_id: "0oa1",
            private_key: "k",
        });
    });

    it("is refused, by the outputs' names, where one is missing", () => {
        const outputs = { tenantId: "acme", applicationId: "0oa1", privateKey: "" };
        const wanted = / stack prod: .*tenantId, applicationId, privateKey; or oktaDomain/;
        assert.throws(() => payloadOf(outputs), wanted);
    });

    it("has no secret where Rezonate holds the private keys", () => {
        const outputs = { tenantId: "acme", applicationId: "0oa1", publicJwks: [], keyIds: {} };
        const resources = [resource("rezonate-okta:index:OAuthIntegration", "a", { outputs })];
        const [one, ...others] = handoffPayloadsOf({ ...stack, resources });
        assert.deepEqual(one?.payload.fields, { tenant_id: "acme", application_id: "0oa1" });
        assert.deepEqual([one.isVendorHeld, others], [true, []]);
    });

    it("is that of each integration of the stack, by its component's outputs", () => {
        const component = (type: string, name: string, outputs: Record<string, unknown>) =>
            resource(`rezonate-okta:index:${type}`, name, { outputs });
        const oauth = { tenantId: "acme", applicationId: "0oa1", privateKey: "k" };
        const key = { oktaDomain: "acme.okta.com", login: "r@example.com" };
        const resources = [
            component("OAuthIntegration", "a", oauth),
            component("OAuthIntegration", "b", { ...oauth, tenantId: "globex" }),
            component("ApiKeyIntegration", "b", { ...key, apiKey: "k" }),
            component("ApiKeyIntegration", "waiting", key),
        ];
        const all = handoffPayloadsOf({ ...stack, resources });
        assert.deepEqual(
            all.map(({ integration, payload }) => [integration?.name, payload.method]),
            [
                ["a", "oauth"],
                ["b (oauth)", "oauth"],
                ["b (api-key)", "api-key"],
            ],
        );
        const urn = String(resources[1]?.urn);
        for (const wanted of ["b (oauth)", urn]) {
            const [one, ...others] = handoffPayloadsOf({ ...stack, resources }, wanted);
            assert.deepEqual([one?.integration?.name, others], ["b (oauth)", []]);
        }
        for (const wanted of ["b", "c"]) {
            assert.throws(
                () => handoffPayloadsOf({ ...stack, resources }, wanted),
                / integration: got "[bc]", .*\n {2}a: urn:/s,
            );
        }
    });
});
