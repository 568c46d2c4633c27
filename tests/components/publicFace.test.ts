import assert from "node:assert/strict";

import * as face from "../../components/index";

describe("the public face", () => {
    it("is components, two helpers, and the closed sets that their args take", () => {
        assert.deepEqual(Object.keys(face).sort(), [
            "AdminRole",
            "ApiKeyIntegration",
            "AwsHandoff",
            "AwsStore",
            "EcdsaCurve",
            "KeyAlgorithm",
            "MarketplaceIntegration",
            "Method",
            "OAuthIntegration",
            "PipelineApp",
            "RemediationRole",
            "ServiceApp",
            "SigningKeys",
            "keepSecretsOutOfDebugLog",
            "oktaProviderArgs",
        ]);
    });

    it("takes the values of a closed set as texts, or by name", () => {
        const keys: face.SigningKeysArgs = { algorithm: "ECDSA", ecdsaCurve: face.EcdsaCurve.P384 };
        const handoff: face.AwsHandoffArgs = { credentials: "{}", store: "ParameterStore" };
        const app: Pick<face.ServiceAppArgs, "roles"> = {
            roles: [face.AdminRole.ReadOnlyAdmin, "SOME_NEW_ADMIN"],
        };
        assert.deepEqual(
            [keys.algorithm, keys.ecdsaCurve, handoff.store, app.roles],
            ["ECDSA", "P384", "ParameterStore", ["READ_ONLY_ADMIN", "SOME_NEW_ADMIN"]],
        );
    });
});
