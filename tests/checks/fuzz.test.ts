import assert from "node:assert/strict";

import fc from "fast-check";

import { checkDrift } from "../../checks/drift/index";
import { desiredConfigOf, planOf } from "../../checks/preflight/plan";
import { integrationsOf } from "../../checks/state/integrations";
import { readStackState, type StackState } from "../../checks/state/stackState";
import { credentialsOfStack } from "../../checks/verify/credentials";
import { resolveTarget } from "../../checks/verify/target";
import { HttpError } from "../../okta/http";
import { CASES, holdsNone, hostileJson, hostileText, outcomeOf } from "../support/fuzz";

const NAMES = [
    ...["urn", "type", "id", "parent", "provider", "inputs", "outputs", "dependencies", "delete"],
    ...[
        "clientId",
        "appId",
        "scopes",
        "jwks",
        "kid",
        "label",
        "grantedScopes",
        "login",
        "gateways",
    ],
    ...[
        "adminRoles",
        "network",
        "userId",
        "oktaDomain",
        "orgName",
        "baseUrl",
        "apiToken",
        "privateKey",
    ],
    ...["4dabf18193072939515e22adb298388d", "plaintext", "resources", "secretId", "integrationId"],
];
const TYPES = [
    ...["OAuthIntegration", "MarketplaceIntegration", "ApiKeyIntegration", "ServiceApp"].map(
        (name) => `rezonate-okta:index:${name}`,
    ),
    ...[
        "okta:app/oAuth:OAuth",
        "okta:index/appOauthApiScope:AppOauthApiScope",
        "okta:user/user:User",
    ],
    ...[
        "okta:app/oauthRoleAssignment:OauthRoleAssignment",
        "okta:index/userAdminRoles:UserAdminRoles",
    ],
    ...["okta:index/apiServiceIntegration:ApiServiceIntegration", "pulumi-nodejs:dynamic:Resource"],
    ...["okta:index/apiToken:ApiToken", "okta:network/zone:Zone", "pulumi:providers:okta"],
    ...["pulumi:pulumi:Stack", "tls:index/privateKey:PrivateKey"],
];
const urn = fc
    .tuple(fc.constantFrom(...TYPES), fc.constantFrom("a", "b", "c::d"))
    .map(([type, name]) => `urn:pulumi:dev::rezonate-okta::${type}::${name}`);
const json = hostileJson(NAMES);
/** Resources that hang together in the ways that a state allows, and in others. */
const resource = fc.record(
    {
        urn: fc.oneof({ weight: 9, arbitrary: urn }, json),
        type: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...TYPES) }, json),
        id: fc.oneof(fc.constantFrom("0oa1", "00u1"), json),
        parent: fc.oneof({ weight: 5, arbitrary: urn }, json),
        provider: fc.oneof(
            urn.map((one) => `${one}::id`),
            json,
        ),
        dependencies: fc.oneof(fc.array(urn), json),
        propertyDependencies: json,
        deletedWith: json,
        inputs: json,
        outputs: fc.oneof(
            json,
            fc.record(
                Object.fromEntries(
                    NAMES.map((name) => [name, fc.oneof(fc.constant("service"), json)]),
                ),
                { requiredKeys: [] },
            ),
        ),
        delete: fc.oneof(fc.boolean(), json),
        pendingReplacement: json,
        protect: json,
    },
    { requiredKeys: ["urn", "type"] },
);
const deployments = fc
    .oneof(
        json,
        fc.record({ resources: fc.array(fc.oneof({ weight: 9, arbitrary: resource }, json)) }),
    )
    .map((one) => JSON.parse(JSON.stringify(one)) as unknown);
const configs = fc.dictionary(
    fc.constantFrom(
        ...["rezonate-okta:oktaDomain", "rezonate-okta:method", "rezonate-okta:scopes"],
        ...["okta:apiToken", "okta:orgName", "okta:baseUrl", "okta:httpProxy", "okta:privateKey"],
    ),
    fc.record({ value: hostileText, secret: fc.boolean() }),
);
const TOKEN = `00${"t".repeat(40)}`;
const env = { OKTA_API_TOKEN: TOKEN };
/** An org that answers nothing. */
const http = {
    send: (url: string | URL) =>
        Promise.reject(
            new HttpError("refused", new URL(url).host, "nothing accepts connections there"),
        ),
};

describe("anything at all as a stack's state", function () {
    this.timeout(120_000);

    it("is read, or refused with what is wanted; and no check breaks on it", async () => {
        const states = fc
            .record({ deployment: deployments, config: configs, name: fc.option(hostileText) })
            .map(({ deployment, config, name }): StackState => ({
                state: { deployment },
                config,
                project: "rezonate-okta",
                ...(name !== null && { name }),
            }));
        await fc.assert(
            fc.asyncProperty(states, async (state) => {
                const stack = await outcomeOf(() => readStackState(state));
                if (stack instanceof Error) {
                    assert.match(stack.message, /^state: its secrets are encrypted/);
                    return;
                }
                await outcomeOf(() => integrationsOf(stack, "a"));
                const found = await outcomeOf(() => credentialsOfStack(stack, env), [TOKEN]);
                for (const { credentials } of found instanceof Error ? [] : found) {
                    await outcomeOf(() => resolveTarget(credentials, {}), [TOKEN]);
                }
                await outcomeOf(() => planOf(desiredConfigOf(stack)), [TOKEN]);
                const drift = await outcomeOf(() => checkDrift(stack, { http, env }), [TOKEN]);
                for (const { subject, detail, code, fixes } of drift instanceof Error
                    ? []
                    : drift.findings) {
                    holdsNone(`${subject} ${detail}`, [TOKEN]);
                    // Nothing is fixed where the org has not said that anything is wrong.
                    assert.deepEqual(fixes, [], code);
                }
            }),
            CASES,
        );
    });
});
