import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { OAuthIntegration, ServiceApp, SigningKeys } from "../../components/index";
import { thumbprint } from "../../rules/jwk";
import { build, inputsError, valueOf } from "../support/mocks";

const KEY = "tls:index/privateKey:PrivateKey";
const APP = "okta:app/oAuth:OAuth";
const domain = { oktaDomain: "acme.okta.com" };

describe("key generations of SigningKeys", () => {
    it("are one key pair each, and the highest is handed over", async () => {
        const { resources, result } = await build(
            () => new SigningKeys("k", { generations: [2, 1] }),
        );
        const made = resources.filter(({ type }) => type === KEY);
        assert.deepEqual(
            made.map(({ name }) => name),
            ["k-1", "k-2"],
        );
        const [first, second] = await valueOf(result.publicJwks);
        assert.deepEqual(await valueOf(result.keyIds), { 1: first?.kid, 2: second?.kid });
        assert.equal(await valueOf(result.keyId), second?.kid);
        assert.notEqual(first?.kid, second?.kid);
        const jwk = JSON.parse(await valueOf(result.privateKeyJwk)) as { kid: string };
        assert.equal(jwk.kid, second?.kid);
        assert.equal(thumbprint(second ?? {}), second?.kid);
    });

    it("hand over an older one where current names it", async () => {
        const { result } = await build(
            () => new SigningKeys("k", { generations: [1, 2], current: 1 }),
        );
        const [first] = await valueOf(result.publicJwks);
        assert.equal(await valueOf(result.keyId), first?.kid);
        assert.ok(await pulumi.isSecret(result.privateKeyPemPkcs8));
        assert.ok(!(await pulumi.isSecret<unknown>(result.keyIds)));
    });

    it("are refused before anything is registered", async () => {
        const { resources } = await build(() => {
            const keys = { generations: [1, 1], algorithm: "DSA" as "RSA", rsaBits: 1024 };
            const paths = (error: pulumi.InputPropertiesError) =>
                error.errors.map(({ propertyPath }) => propertyPath);
            assert.deepEqual(paths(inputsError(() => new SigningKeys("k", keys))), [
                "algorithm",
                "rsaBits",
                "generations[1]",
            ]);
            const integration = () => new OAuthIntegration("i", { ...domain, keys });
            assert.deepEqual(paths(inputsError(integration)), [
                "keys.algorithm",
                "keys.rsaBits",
                "keys.generations[1]",
            ]);
            const output = pulumi.output([1]) as unknown as number[];
            const late = () => new SigningKeys("k", { generations: output });
            assert.deepEqual(paths(inputsError(late)), ["generations"]);
        });
        assert.deepEqual(resources, []);
    });
});

describe("key generations of OAuthIntegration", () => {
    it("are all on the app, in their order whatever their kids are, and one is handed over", async () => {
        for (const generations of [
            [1, 2, 3],
            [3, 2, 1],
        ]) {
            const { resources, result } = await build(
                () => new OAuthIntegration("a", { ...domain, keys: { generations, current: 2 } }),
            );
            const app = resources.find(({ type }) => type === APP);
            const kids = await valueOf(result.keyIds);
            assert.deepEqual(
                (app?.inputs.jwks as { kid: string }[]).map(({ kid }) => kid),
                [kids[1], kids[2], kids[3]],
            );
            assert.equal(await valueOf(result.keyId ?? assert.fail()), kids[2]);
        }
    });
});

describe("keys of ServiceApp", () => {
    it("are sorted where they are known at once, and keep their place among Outputs", async () => {
        const kidsOf = async (jwks: (one: SigningKeys) => pulumi.Input<pulumi.Input<never>[]>) => {
            const { resources, result } = await build(() => {
                const keys = new SigningKeys("k", { generations: [1, 2, 3, 4] });
                const args = { ...domain, label: "Any", scopes: ["okta.logs.read"] };
                new ServiceApp("any", { ...args, jwks: jwks(keys) });
                return keys;
            });
            const app = resources.find(({ type }) => type === APP);
            const kids = (app?.inputs.jwks as { kid: string }[]).map(({ kid }) => kid);
            const own = (await valueOf(result.publicJwks)).map(({ kid }) => kid);
            return { kids, own };
        };
        const whole = await kidsOf((keys) => keys.publicJwks as never);
        assert.deepEqual(whole.kids, [...whole.own].sort());
        const each = await kidsOf(
            (keys) => [3, 0, 2, 1].map((at) => keys.publicJwks.apply((all) => all[at])) as never,
        );
        assert.deepEqual(
            each.kids,
            [3, 0, 2, 1].map((at) => each.own[at]),
        );
    });
});
