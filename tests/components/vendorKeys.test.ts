import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

import {
    AwsHandoff,
    OAuthIntegration,
    type OAuthIntegrationArgs,
    ServiceApp,
    type ServiceAppJwk,
} from "../../components";
import { build, inputsError, valueOf } from "../support/mocks";

const domain = { oktaDomain: "acme.okta.com" };
const URI = "https://keys.rezonate.example/jwks.json";
const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicKey = { ...pair.publicKey.export({ format: "jwk" }), kid: "vendor" } as ServiceAppJwk;
const privateKey = { ...pair.privateKey.export({ format: "jwk" }), kid: "vendor" } as ServiceAppJwk;

const typesOf = (resources: { readonly type: string }[]) =>
    resources.map(({ type }) => type.split(":").at(-1));

describe("an integration whose keys Rezonate holds", () => {
    it("makes no key, and hands out nothing that is one", async () => {
        const cases: [Partial<OAuthIntegrationArgs>, object][] = [
            [{ publicJwks: [publicKey] }, { jwks: [{ ...publicKey }] }],
            [{ publicJwks: pulumi.output([publicKey]) }, { jwks: [{ ...publicKey }] }],
            [{ jwksUri: URI }, { jwksUri: URI }],
            [{ jwksUri: pulumi.output(URI) }, { jwksUri: URI }],
        ];
        for (const [args, inputs] of cases) {
            const { resources, result } = await build(
                () => new OAuthIntegration("a", { ...domain, ...args }),
            );
            assert.deepEqual(typesOf(resources), [
                "OAuth",
                "OauthRoleAssignment",
                "AppOauthApiScope",
                "OAuthIntegration",
                "ServiceApp",
            ]);
            const { jwks, jwksUri } = resources[0]?.inputs ?? {};
            assert.deepEqual(
                { ...(jwks ? { jwks } : {}), ...(jwksUri ? { jwksUri } : {}) },
                inputs,
            );
            assert.deepEqual(
                [result.privateKey, result.credentials, result.keyId],
                [undefined, undefined, undefined],
            );
            assert.deepEqual(await valueOf(result.keyIds), {});
            const kids = (await valueOf(result.publicJwks)).map(({ kid }) => kid);
            assert.deepEqual(kids, "publicJwks" in args ? ["vendor"] : []);
        }
    });

    it("trusts generated keys beside them, and hands out those", async () => {
        const { resources, result } = await build(
            () =>
                new OAuthIntegration("a", {
                    ...domain,
                    publicJwks: [publicKey],
                    keys: { generations: [1, 2] },
                }),
        );
        const app = resources.find(({ type }) => type === "okta:app/oAuth:OAuth");
        const own = await valueOf(result.keyIds);
        assert.deepEqual(
            (app?.inputs.jwks as { kid: string }[]).map(({ kid }) => kid),
            [own[1], own[2], "vendor"],
        );
        assert.equal(await valueOf(result.keyId ?? assert.fail()), own[2]);
        assert.match(await valueOf(result.privateKey ?? assert.fail()), /PRIVATE KEY/);
    });

    it("is refused with a private key, and registers and shows none of it", async () => {
        const secret = String((privateKey as { d?: string }).d);
        const { resources } = await build(() => {
            const make = [
                () => new OAuthIntegration("a", { ...domain, publicJwks: [privateKey] }),
                () =>
                    new ServiceApp("a", {
                        ...domain,
                        label: "Any",
                        scopes: ["okta.logs.read"],
                        jwks: [privateKey],
                    }),
            ];
            for (const one of make) {
                const { errors, message } = inputsError(one);
                assert.equal(errors.length, 1);
                assert.ok(!message.includes(secret.slice(0, 12)));
            }
        });
        assert.deepEqual(resources, []);
    });

    it("has nothing for AwsHandoff, which says so", async () => {
        await build(() => {
            const { credentials } = new OAuthIntegration("a", { ...domain, jwksUri: URI });
            const { errors } = inputsError(() => new AwsHandoff("h", { credentials }));
            assert.match(errors[0]?.reason ?? "", /publicJwks, jwksUri\) has no secret/);
        });
    });
});
