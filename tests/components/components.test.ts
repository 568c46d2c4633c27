import assert from "node:assert/strict";

import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";

import {
    EcdsaCurve,
    KeyAlgorithm,
    OAuthIntegration,
    RemediationRole,
    ServiceApp,
    SigningKeys,
} from "../../components/index";
import { InputChecks } from "../../components/support/inputs";
import type { NetworkArgs } from "../../components/support/networkRestriction";
import { checkOktaDomain } from "../../rules/oktaDomain";
import { REMEDIATION_PERMISSIONS } from "../../rules/remediation";
import { READ_ONLY_SCOPES } from "../../rules/scopes";
import { build, inputsError, valueOf } from "../support/mocks";

const TYPES = {
    key: "tls:index/privateKey:PrivateKey",
    app: "okta:app/oAuth:OAuth",
    scopes: "okta:index/appOauthApiScope:AppOauthApiScope",
    role: "okta:app/oauthRoleAssignment:OauthRoleAssignment",
};

const ORG = {
    calls: {
        "okta:index/getOrgMetadata:getOrgMetadata": {
            id: "00o1",
            domains: { organization: "https://a.okta.com" },
        },
    },
};

describe("OAuthIntegration", () => {
    it("makes exactly a key, an app, its scopes and its role", async () => {
        const { resources, result } = await build(
            () => new OAuthIntegration("acme", { oktaDomain: "https://ACME-admin.okta.com/" }),
        );
        assert.deepEqual(
            resources.map(({ type, name }) => [type, name]),
            [
                [TYPES.app, "acme-app-app"],
                [TYPES.role, "acme-app-READ_ONLY_ADMIN"],
                [TYPES.scopes, "acme-app-scopes"],
                ["rezonate-okta:index:OAuthIntegration", "acme"],
                ["rezonate-okta:index:ServiceApp", "acme-app"],
                ["rezonate-okta:index:SigningKeys", "acme-keys"],
                [TYPES.key, "acme-keys-1"],
            ],
        );
        const inputs = (type: string) => resources.find((one) => one.type === type)?.inputs;
        const [jwk] = await valueOf(result.publicJwks);
        assert.deepEqual(inputs(TYPES.key), { algorithm: "RSA", rsaBits: 2048 });
        assert.deepEqual(inputs(TYPES.app), {
            label: "Rezonate",
            type: "service",
            grantTypes: ["client_credentials"],
            responseTypes: ["token"],
            tokenEndpointAuthMethod: "private_key_jwt",
            jwks: [{ kty: "RSA", kid: jwk?.kid, n: jwk?.n, e: jwk?.e }],
            skipAuthenticationPolicy: true,
        });
        assert.deepEqual(inputs(TYPES.scopes), {
            appId: "acme-app-app-id",
            issuer: "https://acme.okta.com",
            scopes: [...READ_ONLY_SCOPES].sort(),
        });
        assert.deepEqual(inputs(TYPES.role), {
            clientId: "acme-app-app-client",
            type: "READ_ONLY_ADMIN",
        });
    });

    it("calls a key that is none a problem of its place, at once or later", () => {
        for (const jwks of [[null], [undefined], ["x"], [[]], null, "x"]) {
            const args = { oktaDomain: "acme.okta.com", label: "App", scopes: ["okta.users.read"] };
            const error = inputsError(
                () => new ServiceApp("app", { ...args, jwks: jwks as unknown as [] }),
            );
            assert.match(error.message, /^\s+jwks(\[0\])?: got /m);
        }
    });

    it("hands out what Rezonate asks for, the app id and every form of the key as secrets", async () => {
        const { result } = await build(
            () => new OAuthIntegration("acme", { oktaDomain: "acme.okta.com" }),
        );
        const secret = ["applicationId", "privateKey", "credentials"] as const;
        const open = ["tenantId", "oktaDomain", "keyId", "publicJwks", "grantedScopes"] as const;
        for (const name of secret) {
            assert.ok(await pulumi.isSecret(result[name] ?? assert.fail()), name);
        }
        for (const name of open) {
            assert.ok(!(await pulumi.isSecret<unknown>(result[name] ?? assert.fail())), name);
        }
        assert.equal(await valueOf(result.tenantId), "acme");
        assert.deepEqual(JSON.parse(await valueOf(result.credentials ?? assert.fail())), {
            tenant_id: "acme",
            application_id: "acme-app-app-client",
            private_key: await valueOf(result.privateKey ?? assert.fail()),
        });
    });

    it("restricts the app to a zone of its own, or to zones that are there", async () => {
        const gateways = ["203.0.113.0/24", "198.51.100.7"];
        const [zoneA, zoneB] = ["nzo1fxzubpqiepH11d38", "nzo1fxzubpqiepH11d39"] as const;
        for (const [args, network, zone] of [
            [{ gateways }, ["acme-app-zone-id"], { type: "IP", gateways }],
            [{ gateways: pulumi.output(gateways) }, ["acme-app-zone-id"], { type: "IP", gateways }],
            [{ zoneIds: [zoneB, zoneA] }, [zoneA, zoneB], undefined],
            [{ zoneIds: [pulumi.output(zoneA)] }, [zoneA], undefined],
        ] as const) {
            const { resources } = await build(
                () =>
                    new OAuthIntegration("acme", {
                        oktaDomain: "acme.okta.com",
                        ...(args as NetworkArgs),
                    }),
            );
            const inputs = (type: string) => resources.find((one) => one.type === type)?.inputs;
            assert.deepEqual(inputs(TYPES.app)?.network, { connection: "ZONE", includes: network });
            assert.deepEqual(inputs("okta:network/zone:Zone"), zone);
        }
    });

    it("restricts the app of remediation as well, by a zone of its own", async () => {
        const args = { oktaDomain: "a.okta.com", remediation: true, remediationApp: true };
        const { resources } = await build(
            () => new OAuthIntegration("a", { ...args, gateways: ["192.0.2.1"] }),
            ORG,
        );
        const apps = resources.filter(({ type }) => type === TYPES.app);
        assert.deepEqual(
            apps.map(({ name, inputs }) => [name, inputs["network"]]),
            ["a-app", "a-remediation-app"].map((name) => [
                `${name}-app`,
                { connection: "ZONE", includes: [`${name}-zone-id`] },
            ]),
        );
    });

    it("refuses a restriction to both, together with all else that is wrong", () => {
        const zoneIds = ["nzo1fxzubpqiepH11d38"];
        const wrong = inputsError(
            () =>
                new OAuthIntegration("acme", {
                    oktaDomain: "acme",
                    gateways: ["0.0.0.0/0", "192.0.2.1"],
                    zoneIds,
                }),
        );
        assert.deepEqual(
            wrong.errors.map(({ propertyPath }) => propertyPath),
            ["oktaDomain", "gateways[0]", "zoneIds"],
        );
    });

    it("adds two scopes and USER_ADMIN for remediation where that role is asked for", async () => {
        const { resources, result } = await build(
            () =>
                new OAuthIntegration("a", {
                    oktaDomain: "a.okta.com",
                    remediation: true,
                    remediationRole: RemediationRole.UserAdmin,
                }),
        );
        assert.deepEqual(
            await valueOf(result.grantedScopes),
            [...READ_ONLY_SCOPES, "okta.groups.manage", "okta.users.manage"].sort(),
        );
        assert.deepEqual(
            resources.filter((one) => one.type === TYPES.role).map((one) => one.inputs.type),
            ["READ_ONLY_ADMIN", "USER_ADMIN"],
        );
    });

    it("adds a custom role with only what remediation takes, on all people or those of groups", async () => {
        const group = "00g4Yw3Jr6tjir6ms1d7";
        const all = [":groups", ":users"];
        const some = [`:groups:${group}`, `:groups:${group}:contained_resources`];
        for (const [remediationGroups, covered] of [
            [undefined, all],
            [[group], some],
            [[pulumi.output(group)], some],
            [pulumi.output([group]), some],
        ] as const) {
            const args = { oktaDomain: "a.okta.com", remediation: true };
            const { resources } = await build(
                () =>
                    new OAuthIntegration("a", {
                        ...args,
                        remediationGroups: remediationGroups as pulumi.Input<string[]>,
                    }),
                ORG,
            );
            const inputsOf = (name: string) =>
                resources.find((one) => one.name === name && one.type.startsWith("okta:"))?.inputs;
            const label = "Rezonate remediation a-app-app-client";
            const role = inputsOf("a-remediation-role");
            assert.deepEqual([role?.label, role?.permissions], [label, REMEDIATION_PERMISSIONS]);
            const set = inputsOf("a-remediation-resources");
            assert.deepEqual(
                [set?.label, set?.resourcesOrns],
                [label, covered.map((each) => `orn:okta:directory:00o1${each}`)],
            );
            assert.deepEqual(inputsOf("a-remediation"), {
                clientId: "a-app-app-client",
                type: "CUSTOM",
                role: "a-remediation-role-id",
                resourceSet: "a-remediation-resources-id",
            });
            assert.deepEqual(
                resources.filter((one) => one.type === TYPES.role).map((one) => one.inputs.type),
                ["READ_ONLY_ADMIN", "CUSTOM"],
            );
        }
    });

    it("gives remediation an app of its own, which only acts, and takes it off the other", async () => {
        const { resources, result } = await build(
            () =>
                new OAuthIntegration("a", {
                    oktaDomain: "a.okta.com",
                    label: "Reader",
                    remediation: true,
                    remediationApp: true,
                    remediationKeys: { generations: [2] },
                }),
            ORG,
        );
        const named = (type: string) => resources.filter((one) => one.type === type);
        assert.deepEqual(
            named(TYPES.app).map(({ inputs }) => inputs.label),
            ["Reader", "Reader remediation"],
        );
        assert.deepEqual(
            named(TYPES.key).map(({ name }) => name),
            ["a-keys-1", "a-remediation-keys-2"],
        );
        assert.deepEqual(
            named(TYPES.scopes).map(({ inputs }) => inputs.scopes),
            [[...READ_ONLY_SCOPES].sort(), ["okta.groups.manage", "okta.users.manage"]],
        );
        assert.deepEqual(
            named(TYPES.role).map(({ inputs }) => [inputs.clientId, inputs.type]),
            [
                ["a-app-app-client", "READ_ONLY_ADMIN"],
                ["a-remediation-app-app-client", "CUSTOM"],
            ],
        );
        const clientId = "a-remediation-app-app-client";
        const { remediationPrivateKey, remediationCredentials } = result;
        assert.equal(await valueOf(result.remediationApplicationId ?? assert.fail()), clientId);
        assert.deepEqual(JSON.parse(await valueOf(remediationCredentials ?? assert.fail())), {
            tenant_id: "a",
            application_id: clientId,
            private_key: await valueOf(remediationPrivateKey ?? assert.fail()),
        });
        for (const output of [remediationPrivateKey, remediationCredentials]) {
            assert.ok(await pulumi.isSecret(output ?? assert.fail()));
        }
    });

    it("ends remediation on the day that is named, in its own app and in the other", async () => {
        const wanted = { oktaDomain: "a.okta.com", remediation: true };
        for (const remediationApp of [false, true]) {
            const make = (remediationUntil: string) =>
                build(
                    () =>
                        new OAuthIntegration("a", { ...wanted, remediationApp, remediationUntil }),
                    ORG,
                );
            const before = await make("2999-12-31");
            const kinds = ({ resources }: typeof before) => resources.map(({ type }) => type);
            assert.ok(kinds(before).includes("okta:index/adminRoleCustom:AdminRoleCustom"));
            const { resources } = await make("2020-02-29");
            const none = await build(() => new OAuthIntegration("a", { oktaDomain: "a.okta.com" }));
            assert.deepEqual(
                resources.map(({ type, name }) => [type, name]),
                none.resources.map(({ type, name }) => [type, name]),
            );
            const integration = resources.find(({ name }) => name === "a");
            // The hook that takes the role away first goes by this change.
            assert.equal(integration?.inputs.remediation, false);
        }
    });

    it("refuses a day that there is not, and a label that leaves no room for the second app's", () => {
        const error = inputsError(
            () =>
                new OAuthIntegration("a", {
                    oktaDomain: "a.okta.com",
                    label: "x".repeat(95),
                    remediation: true,
                    remediationApp: true,
                    remediationUntil: "2026-02-30",
                    remediationKeys: { generations: [0], rsaBits: 1024 },
                }),
        );
        const paths = (error.errors ?? []).map(({ propertyPath }) => propertyPath);
        assert.deepEqual(paths, [
            "label",
            "remediationUntil",
            "remediationKeys.rsaBits",
            "remediationKeys.generations[0]",
        ]);
        assert.match(error.message, /wanted 1 to 88 visible characters/);
    });

    it("assigns no READ_ONLY_ADMIN where that is said, and refuses what custom roles do not serve", async () => {
        const args = { oktaDomain: "a.okta.com", remediation: true, readOnlyAdmin: false };
        const error = inputsError(
            () =>
                new OAuthIntegration("a", {
                    ...args,
                    scopes: ["okta.users.read", "okta.logs.read"],
                }),
        );
        assert.match(
            error.message,
            /scopes\[1\]: got "okta.logs.read", which the custom roles that it has cannot use/,
        );
        assert.doesNotMatch(error.message, /scopes\[0\]/);
        const { resources } = await build(
            () => new OAuthIntegration("a", { ...args, scopes: ["okta.users.read"] }),
            ORG,
        );
        assert.deepEqual(
            resources.filter((one) => one.type === TYPES.role).map((one) => one.inputs.type),
            ["CUSTOM"],
        );
    });

    it("adds a custom role that reads, on the org's admin roles, apps, groups and users", async () => {
        const { resources } = await build(
            () => new OAuthIntegration("a", { oktaDomain: "a.okta.com", adminVisibility: true }),
            ORG,
        );
        const inputsOf = (name: string) =>
            resources.find((one) => one.name === name && one.type.startsWith("okta:"))?.inputs;
        const label = "Rezonate visibility a-app-app-client";
        assert.deepEqual(inputsOf("a-visibility-role"), {
            label,
            description: "Lets Rezonate read what the role READ_ONLY_ADMIN may not show",
            permissions: ["okta.apps.read", "okta.iam.read", "okta.users.apitokens.read"],
        });
        assert.deepEqual(inputsOf("a-visibility-resources"), {
            label,
            description: "What Rezonate reads: admin roles, apps, groups and users of this org",
            resourcesOrns: [
                "orn:okta:directory:00o1:groups",
                "orn:okta:directory:00o1:users",
                "orn:okta:iam:00o1:contained_resources",
                "orn:okta:idp:00o1:apps",
            ],
        });
        assert.deepEqual(inputsOf("a-visibility"), {
            clientId: "a-app-app-client",
            type: "CUSTOM",
            role: "a-visibility-role-id",
            resourceSet: "a-visibility-resources-id",
        });
        assert.equal(resources.filter((one) => one.type === TYPES.role).length, 2);
    });

    it("refuses adminVisibility where no scope calls for it", () => {
        const args = { oktaDomain: "a.okta.com", scopes: ["okta.users.read"] };
        assert.throws(
            () => new OAuthIntegration("a", { ...args, adminVisibility: true }),
            /adminVisibility: got true, .*okta.apiTokens.read, okta.apps.read, okta.roles.read/,
        );
    });

    it("names all faults of one call together and registers nothing", async () => {
        const { resources } = await build(() => {
            const error = inputsError(
                () =>
                    new OAuthIntegration("acme", {
                        oktaDomain: "acme.okta.com/app",
                        label: "",
                        scopes: ["okta.users.manage", "okta.users.read", "okta.users.read"],
                        keys: { algorithm: "DSA" as KeyAlgorithm, rsaBits: 1024 },
                    }),
            );
            assert.deepEqual(
                error.errors.map((fault) => fault.propertyPath),
                ["oktaDomain", "label", "scopes[0]", "scopes[2]", "keys.algorithm", "keys.rsaBits"],
            );
            for (const { propertyPath, reason } of error.errors) {
                assert.ok(error.message.includes(`${propertyPath}: ${reason}`));
            }
            assert.ok(pulumi.RunError.isInstance(error), "Pulumi would print its stack");
        });
        assert.deepEqual(resources, []);
    });

    it("refuses what only becomes known later with the same words", async () => {
        const now = new InputChecks("x");
        now.check("acme", (domain) => checkOktaDomain(domain));
        const later = new InputChecks("x").check(pulumi.output("acme"), (domain) =>
            checkOktaDomain(domain),
        );
        const settled = later as unknown as { promise(): Promise<unknown> };
        await assert.rejects(
            settled.promise(),
            inputsError(() => now.throwIfInvalid()),
        );
    });

    it("stands beside another one, each on a provider of its own", async () => {
        const { resources } = await build(() => {
            for (const name of ["east", "west"]) {
                const provider = new okta.Provider(name, { orgName: name });
                const args = { oktaDomain: `${name}.okta.com` };
                new OAuthIntegration(name, args, { providers: [provider] });
            }
        });
        for (const name of ["east", "west"]) {
            const app = resources.find((one) => one.name === `${name}-app-app`);
            assert.match(app?.provider ?? "", new RegExp(`pulumi:providers:okta::${name}`));
        }
    });
});

describe("ServiceApp", () => {
    const key = {
        kty: "EC",
        kid: "one",
        x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    };
    const args = { label: "Any", oktaDomain: "acme.okta.com", jwks: [key] };

    it("assigns the roles it is told, and none when told none", async () => {
        for (const roles of [["REPORT_ADMIN", "APP_ADMIN"], []]) {
            const { resources } = await build(
                () => new ServiceApp("any", { ...args, scopes: ["okta.logs.read"], roles }),
            );
            assert.deepEqual(
                resources.filter((one) => one.type === TYPES.role).map((one) => one.inputs.type),
                [...roles].sort(),
            );
        }
    });

    it("refuses a scope that none of its roles can serve", () => {
        const wanted = { ...args, scopes: ["okta.users.read", "okta.networkZones.read"] };
        assert.throws(
            () => new ServiceApp("any", { ...wanted, roles: ["HELP_DESK_ADMIN"] }),
            /scopes\[1\]: got "okta.networkZones.read", which HELP_DESK_ADMIN cannot use/,
        );
        const streams = { oktaDomain: "acme.okta.com", scopes: ["okta.logStreams.read"] };
        assert.throws(() => new OAuthIntegration("any", streams), /which READ_ONLY_ADMIN cannot/);
    });

    it("refuses roles that are not standard ones, or are named twice", () => {
        const error = inputsError(
            () =>
                new ServiceApp("any", {
                    ...args,
                    scopes: ["okta.logs.read"],
                    roles: ["CUSTOM", "APP_ADMIN", "APP_ADMIN"],
                }),
        );
        assert.deepEqual(
            error.errors.map((fault) => fault.propertyPath),
            ["roles[0]", "roles[2]"],
        );
    });

    it("takes keys that are not known before the first up", async () => {
        const { resources } = await build(() => {
            const keys = new SigningKeys("k", { algorithm: "ECDSA", ecdsaCurve: "P384" });
            new ServiceApp("any", { ...args, jwks: keys.publicJwks, scopes: ["okta.logs.read"] });
        });
        const app = resources.find((one) => one.type === TYPES.app);
        const [jwk] = app?.inputs.jwks as Record<string, unknown>[];
        assert.deepEqual(Object.keys(jwk ?? {}).sort(), ["kid", "kty", "x", "y"]);
    });
});

describe("SigningKeys", () => {
    it("keeps every form of the private key secret and the public half open", async () => {
        const { result } = await build(() => new SigningKeys("k", { rsaBits: 3072 }));
        assert.ok(await pulumi.isSecret(result.privateKeyPem));
        assert.ok(await pulumi.isSecret(result.privateKeyPemPkcs8));
        assert.ok(await pulumi.isSecret(result.privateKeyJwk));
        assert.ok(!(await pulumi.isSecret(result.publicJwks)));
        const [jwk] = await valueOf(result.publicJwks);
        assert.equal(jwk?.kid, await valueOf(result.keyId));
        assert.equal(
            (JSON.parse(await valueOf(result.privateKeyJwk)) as { kid: string }).kid,
            jwk?.kid,
        );
    });

    it("refuses sizes and curves that Okta does not take", () => {
        const ecdsaCurve = "P-256" as EcdsaCurve;
        const settings = [{ rsaBits: 2047 }, { algorithm: KeyAlgorithm.ECDSA, ecdsaCurve }];
        for (const args of settings) {
            assert.equal(inputsError(() => new SigningKeys("k", args)).errors.length, 1);
        }
    });
});
