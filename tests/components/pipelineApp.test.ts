import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { registry } from "../../checks/registry";
import { Method, PipelineApp, type PipelineAppArgs } from "../../components/index";
import { build, inputsError, valueOf } from "../support/mocks";

const APP = "okta:app/oAuth:OAuth";
const GRANTS = "okta:index/appOauthApiScope:AppOauthApiScope";
const ROLE = "okta:app/oauthRoleAssignment:OauthRoleAssignment";
const oktaDomain = "acme.okta.com";
const built = (args: Partial<PipelineAppArgs> = {}) =>
    build(() => new PipelineApp("pipeline", { oktaDomain, ...args }));

describe("PipelineApp", () => {
    it("makes an app with a key, what preflight asks for, and nothing else", async () => {
        const { resources, result } = await built();
        assert.deepEqual(resources.map(({ type, name }) => `${type} ${name}`).sort(), [
            `${APP} pipeline-app-app`,
            `${ROLE} pipeline-app-SUPER_ADMIN`,
            `${GRANTS} pipeline-app-scopes`,
            "rezonate-okta:index:PipelineApp pipeline",
            "rezonate-okta:index:ServiceApp pipeline-app",
            "rezonate-okta:index:SigningKeys pipeline-keys",
            "tls:index/privateKey:PrivateKey pipeline-keys-1",
        ]);
        const inputsOf = (type: string) => resources.find((one) => one.type === type)?.inputs;
        assert.deepEqual(inputsOf(GRANTS)?.["scopes"], [
            "okta.appGrants.manage",
            "okta.apps.manage",
            "okta.roles.manage",
        ]);
        assert.equal(inputsOf(ROLE)?.["type"], "SUPER_ADMIN");
        assert.equal(inputsOf(APP)?.["label"], "Rezonate pipeline");
        assert.match(await valueOf(result.privateKey), /^-----BEGIN PRIVATE KEY-----/);
        assert.ok(await pulumi.isSecret(result.privateKey));
        assert.ok(!(await pulumi.isSecret(result.privateKeyId)));
    });

    it("may make network zones where the program has gateways, and only there", async () => {
        const [zones, none] = [await built({ networkZones: true }), await built({})];
        const [more, scopes] = await Promise.all(
            [zones, none].map(({ result }) => valueOf(result.scopes)),
        );
        assert.deepEqual(more, [...(scopes ?? []), "okta.networkZones.manage"].sort());
    });

    it("takes the scopes of several methods together, each once", async () => {
        const methods = Object.values(Method);
        const { result } = await built({ methods });
        const wanted = methods.flatMap((method) => registry[method].requirements.scopes);
        assert.deepEqual(await valueOf(result.scopes), [...new Set(wanted)].sort());
    });

    it("signs with the current generation of its key", async () => {
        const { result } = await built({ keys: { generations: [1, 2], current: 1 } });
        const newest = await built({ keys: { generations: [1, 2] } });
        assert.notEqual(
            await valueOf(result.privateKeyId),
            await valueOf(newest.result.privateKeyId),
        );
    });

    it("refuses wrong args before anything is registered, all at once", async () => {
        const pathsOf = (args: Partial<PipelineAppArgs>) =>
            inputsError(() => new PipelineApp("p", { oktaDomain, ...args })).errors.map(
                ({ propertyPath }) => propertyPath,
            );
        const { resources } = await build(() => {
            const methods = ["oauth", "pigeon"] as Method[];
            const keys = { generations: [0], algorithm: "ECDSA", ecdsaCurve: "P384" } as const;
            assert.deepEqual(pathsOf({ label: "", methods, keys: { ...keys, generations: [0] } }), [
                "label",
                "methods[1]",
                "keys.ecdsaCurve",
                "keys.generations[0]",
            ]);
            assert.deepEqual(pathsOf({ methods: [] }), ["methods"]);
            assert.deepEqual(pathsOf({ oktaDomain: "acme" }), ["oktaDomain"]);
        });
        assert.deepEqual(resources, []);
    });

    it("takes an EC key on P-256, which the okta plugin can sign with", async () => {
        const { result } = await built({ keys: { algorithm: "ECDSA" } });
        assert.match(await valueOf(result.privateKeyId), /^[\w-]{43}$/);
    });
});
