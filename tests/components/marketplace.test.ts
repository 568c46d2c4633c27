import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { MarketplaceIntegration } from "../../components/index";
import { explainRefusal } from "../../rules/marketplace";
import { READ_ONLY_SCOPES } from "../../rules/scopes";
import { build, inputsError, valueOf } from "../support/mocks";

describe("MarketplaceIntegration", () => {
    it("makes an integration and a secret, and keeps what is secret so", async () => {
        const { resources, result } = await build(
            () => new MarketplaceIntegration("acme", { oktaDomain: "ACME-admin.okta.com" }),
        );
        assert.deepEqual(
            resources.map(({ type, name, inputs: { __provider, ...inputs } }) => [
                type,
                name,
                inputs,
                typeof __provider,
            ]),
            [
                [
                    "okta:index/apiServiceIntegration:ApiServiceIntegration",
                    "acme-integration",
                    {
                        type: "rezonatesecurity",
                        grantedScopes: [...READ_ONLY_SCOPES].sort().map((scope) => ({ scope })),
                    },
                    "undefined",
                ],
                [
                    "pulumi-nodejs:dynamic:Resource",
                    "acme-secret",
                    {
                        host: "acme.okta.com",
                        integrationId: "acme-integration-id",
                        generation: 1,
                        keepPrevious: true,
                        runner: {},
                    },
                    "string",
                ],
                [
                    "rezonate-okta:index:MarketplaceIntegration",
                    "acme",
                    { oktaDomain: "acme.okta.com" },
                    "undefined",
                ],
            ],
        );
        for (const output of [result.clientId, result.clientSecret, result.credentials]) {
            assert.ok(await pulumi.isSecret(output));
        }
        assert.ok(!(await pulumi.isSecret(result.grantedScopes)));
        assert.equal(await valueOf(result.oktaDomain), "acme.okta.com");
    });

    it("makes a secret of its own beside the one of an integration that it takes over", async () => {
        const integrationId = "0oa4Yw3Jr6tjir6ms1d7";
        const { resources } = await build(
            () =>
                new MarketplaceIntegration("acme", {
                    oktaDomain: "acme.okta.com",
                    adopt: { integrationId },
                }),
        );
        assert.deepEqual(resources[1]?.inputs, {
            __provider: resources[1]?.inputs.__provider,
            host: "acme.okta.com",
            integrationId,
            generation: 1,
            keepPrevious: true,
            keepExisting: true,
            runner: {},
        });
        const wrong = inputsError(
            () =>
                new MarketplaceIntegration("acme", {
                    oktaDomain: "acme.okta.com",
                    adopt: { integrationId: "rezonate" },
                    keepPreviousSecret: false,
                }),
        );
        assert.deepEqual(
            wrong.errors.map(({ propertyPath }) => propertyPath),
            ["adopt.integrationId", "keepPreviousSecret"],
        );
    });

    it("says what to do where Okta does not take it, and where the answer says it by itself", () => {
        const at = (status: string) => explainRefusal(`failed: ${status}`, "nobodys");
        assert.match(at("400 Bad Request") ?? "", /type "nobodys".*set integrationType/s);
        assert.match(
            at("400 Bad Request") ?? "",
            /"rezonatesecurity" or "rezonate_security".*`npx rezonate-okta adopt`/s,
        );
        assert.match(at("403 Forbidden") ?? "", /super administrator.*oauthIntegrations\.manage/s);
        assert.equal(at("503 Service Unavailable"), undefined);
    });

    it("names all that is wrong at once", () => {
        const wrong = inputsError(
            () =>
                new MarketplaceIntegration("acme", {
                    oktaDomain: "acme",
                    scopes: ["okta.users.manage"],
                    integrationType: "Rezonate Security",
                    secretGeneration: 0,
                }),
        );
        assert.deepEqual(
            wrong.errors.map(({ propertyPath }) => propertyPath),
            ["oktaDomain", "scopes[0]", "integrationType", "secretGeneration"],
        );
    });
});
