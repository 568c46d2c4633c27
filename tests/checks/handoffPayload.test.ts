import assert from "node:assert/strict";

import { handoffPayloadOf } from "../../checks/handoffPayload";

describe("the form that is handed over", () => {
    const location = { stack: "prod" };

    it("is that of the method that the stack's outputs are of", () => {
        const marketplace = { oktaDomain: "acme.okta.com", clientId: "0oa1", clientSecret: "s" };
        assert.deepEqual(handoffPayloadOf({ outputs: marketplace, location }).fields, {
            okta_domain: "acme.okta.com",
            client_id: "0oa1",
            client_secret: "s",
        });
        const apiKey = { oktaDomain: "acme.okta.com", login: "r@example.com", apiKey: "k" };
        assert.deepEqual(handoffPayloadOf({ outputs: apiKey, location }).fields, {
            okta_domain: "acme.okta.com",
            api_key: "k",
        });
        const oauth = { tenantId: "acme", applicationId: "0oa1", privateKey: "k", keyId: "x" };
        assert.deepEqual(handoffPayloadOf({ outputs: oauth, location }).fields, {
            tenant_id: "acme",
            application_id: "0oa1",
            private_key: "k",
        });
    });

    it("is refused, by the outputs' names, where one is missing", () => {
        const outputs = { tenantId: "acme", applicationId: "0oa1", privateKey: "" };
        const wanted = /--stack prod: .*tenantId, applicationId, privateKey; or oktaDomain/;
        assert.throws(() => handoffPayloadOf({ outputs, location }), wanted);
    });
});
