import assert from "node:assert/strict";

import { compareIntegration } from "../../checks/marketplace/compare";
import type { ActualIntegration, ExpectedIntegration } from "../../checks/marketplace/snapshot";
import { expectedIntegrations } from "../../checks/marketplace/state";
import { answered, codesAndLines, emptyStack, gone, resource } from "./driftFixtures";

const component = resource("rezonate-okta:index:MarketplaceIntegration", "acme");
const integration = resource(
    "okta:index/apiServiceIntegration:ApiServiceIntegration",
    "acme-integration",
    {
        id: "0oa1",
        parent: component.urn,
        outputs: { type: "rezonatesecurity", grantedScopes: [{ scope: "okta.users.read" }] },
    },
);
const secret = resource("pulumi-nodejs:dynamic:Resource", "acme-secret", {
    id: "0oa1",
    parent: component.urn,
    outputs: { integrationId: "0oa1", secretId: "ocs1", previousSecretId: "ocs0" },
});

function stateOf(...resources: ReturnType<typeof resource>[]): ExpectedIntegration[] {
    return expectedIntegrations({ ...emptyStack, resources });
}

const [state] = stateOf(component, integration, secret);
const seen: ActualIntegration = {
    integration: answered,
    scopes: ["okta.users.read"],
    secrets: [{ id: "ocs1", active: true }],
};

function findings(org: Partial<ActualIntegration>, of = state) {
    assert.ok(of);
    return compareIntegration(of, { ...seen, ...org }, { stack: "dev" });
}

const compare = (...args: Parameters<typeof findings>) => codesAndLines(findings(...args));
const upOf = (urn: string): string =>
    `pulumi up --stack dev --refresh --run-program --target ${urn} --skip-preview --yes`;

describe("doctor on Marketplace: the state", () => {
    it("has the integrations of our component, each with its secret", () => {
        const other = resource(integration.type, "somebody-else", { id: "0oa2" });
        const found = stateOf(other, component, integration, secret);
        assert.deepEqual(
            found.map(({ id, type, scopes }) => ({ id, type, scopes })),
            [{ id: "0oa1", type: "rezonatesecurity", scopes: ["okta.users.read"] }],
        );
        assert.deepEqual([state?.secret?.id, state?.secret?.previousId], ["ocs1", "ocs0"]);
    });

    it("names no secret before the first", () => {
        const outputs = { ...secret.outputs, previousSecretId: "" };
        const [found] = stateOf(component, integration, { ...secret, outputs });
        assert.equal(found?.secret?.previousId, undefined);
    });
});

describe("doctor on Marketplace: from facts to findings", () => {
    it("is ok when state and org agree, with the secret before the current one or without", () => {
        assert.deepEqual(compare({}), [{ code: "ok", lines: [] }]);
        const both = ["ocs0", "ocs1"].map((id) => ({ id, active: true }));
        assert.deepEqual(compare({ secrets: both }), [{ code: "ok", lines: [] }]);
    });

    it("gives the lines for a deleted integration, its secret first", () => {
        const forgets = [secret, integration].map(
            ({ urn }) => `pulumi state delete ${urn} --stack dev --yes`,
        );
        const up = "pulumi up --stack dev --skip-preview --yes";
        assert.deepEqual(compare({ integration: gone, isShown: true }), [
            { code: "integration_deleted", lines: [...forgets, up] },
        ]);
        assert.deepEqual(compare({ integration: gone }), [{ code: "could_not_check", lines: [] }]);
    });

    it("names the scopes on each side, and replaces the integration with its secret", () => {
        const [finding] = findings({ scopes: ["okta.logs.read"] });
        assert.deepEqual(compare({ scopes: ["okta.logs.read"] }), [
            {
                code: "integration_changed",
                lines: ["pulumi up --stack dev --refresh --run-program --skip-preview --yes"],
            },
        ]);
        assert.equal(
            finding?.detail,
            "Not granted: okta.users.read. Granted and not in the stack: okta.logs.read.",
        );
    });

    it("makes a new secret where the stack's is lost, as far as there is room for one", () => {
        const lost = { code: "secret_lost", lines: [upOf(secret.urn)] };
        assert.deepEqual(compare({ secrets: [] }), [lost]);
        assert.deepEqual(compare({ secrets: [{ id: "ocs1", active: false }] }), [lost]);
        const previous = [{ id: "ocs0", active: true }];
        assert.deepEqual(compare({ secrets: previous }), [lost]);
        assert.match(
            findings({ secrets: previous })[0]?.detail ?? "",
            /ocs0 stays, and who has it gets in/,
        );
        const two = [...previous, { id: "ocs1", active: false }];
        assert.deepEqual(compare({ secrets: two }), [{ code: "secret_lost", lines: [] }]);
        assert.match(
            findings({ secrets: two })[0]?.detail ?? "",
            /ocs0 and ocs1 are there: delete/,
        );
    });

    it("makes the secret that the state lacks", () => {
        const [bare] = stateOf(component, integration);
        const lines = ["pulumi up --stack dev --skip-preview --yes"];
        assert.deepEqual(compare({}, bare), [{ code: "secret_lost", lines }]);
    });

    it("leaves a secret that the stack does not know to a person", () => {
        const secrets = ["ocs1", "ocs9"].map((id) => ({ id, active: true }));
        assert.deepEqual(compare({ secrets }), [{ code: "secret_added", lines: [] }]);
    });

    it("says what it may not see, and why it cannot look", () => {
        assert.deepEqual(compare({ secrets: undefined }), [{ code: "could_not_check", lines: [] }]);
        const code = (status?: number) =>
            compare({ integration: { ...answered, status } }).map((one) => one.code);
        assert.deepEqual(
            [code(403), code(401), code(503), code()],
            [["could_not_check"], ["bad_credentials"], ["unreachable"], ["unreachable"]],
        );
    });
});
