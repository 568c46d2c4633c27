import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import type { Stack } from "@pulumi/pulumi/automation";

import { mintToken } from "../../okta/token";
import { thumbprint } from "../../rules/jwk";
import { rsaKey } from "../sandbox/support";
import { doctorCodesOf } from "../support/doctor";
import { stopAtFirstFailure } from "../support/lifecycle";
import { environmentOf, runVerb } from "../support/runCli";
import { openTestEnvironment, stateFiles, type TestEnvironment } from "../support/testEnvironment";

/** An integration that moves from a generated key to keys that Rezonate holds, and back. */
describe("keys that Rezonate holds", function () {
    this.timeout(900_000);
    stopAtFirstFailure(this);
    const held = rsaKey("rezonate");
    const pem = held.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    let world: TestEnvironment;
    let stack: Stack;
    let keySet: Server;
    let jwksUri: string;

    before(async () => {
        keySet = createServer((_, answer) => answer.end(JSON.stringify({ keys: [held.jwk] })));
        await new Promise((resolve) => keySet.listen(0, "127.0.0.1", () => resolve(undefined)));
        jwksUri = `http://127.0.0.1:${(keySet.address() as AddressInfo).port}/jwks`;
        world = await openTestEnvironment();
        stack = await world.inProcess();
    });
    after(async () => {
        keySet?.close();
        await world?.close();
    });

    const configure = async (config: Record<string, string>) => {
        const keys = ["keyGenerations", "publicJwks", "jwksUri"];
        await stack.removeAllConfig(keys.map((key) => `rezonate-okta:${key}`));
        for (const [key, value] of Object.entries(config)) {
            await stack.setConfig(`rezonate-okta:${key}`, { value });
        }
        await stack.up(world.watch);
    };
    const app = () => world.org.store.apps.list()[0];
    const mints = async (privateKeyPem: string, keyId: string) => {
        const clientId = String(app()?.clientId);
        const scopes = ["okta.users.read"];
        const options = { orgUrl: world.org.url, clientId, privateKeyPem, keyId, scopes };
        return (await mintToken(options)).ok;
    };
    const run = (...args: string[]) =>
        runVerb([...args, "--stack", "dev", "--dir", world.folders.project], {
            env: environmentOf(world),
        });
    const vendorOnly = { publicJwks: JSON.stringify([held.jwk]) };

    it("come without any private key: state, outputs, events and output hold none", async () => {
        await configure(vendorOnly);
        assert.ok(await mints(pem, "rezonate"));
        assert.deepEqual(Object.keys(await stack.outputs()).sort(), [
            "applicationId",
            "grantedScopes",
            "tenantId",
        ]);
        const written = [...(await stateFiles(world.folders)), ...world.output].join("\n");
        assert.ok(written.includes(String(held.jwk.n)));
        assert.doesNotMatch(written, /PRIVATE KEY|privateKeyPem|tls:index/);
    });

    it("are known to verify, handoff and doctor", async () => {
        const verify = await run("verify", "--json");
        const { findings, outcome } = JSON.parse(verify.stdout) as {
            findings: { code: string }[];
            outcome?: string;
        };
        assert.deepEqual([verify.code, findings.map(({ code }) => code)], [2, ["vendor_held_key"]]);
        assert.notEqual(outcome, "ok");
        const handoff = await run("handoff");
        assert.deepEqual(JSON.parse(handoff.stdout), {
            tenant_id: "acme",
            application_id: app()?.clientId,
        });
        assert.deepEqual(await doctorCodesOf(world), ["ok"]);
    });

    it("stand beside a generated key during a move, and the app keeps its id", async () => {
        const id = app()?.id;
        await configure({ ...vendorOnly, keyGenerations: "[1]" });
        const own = String((await stack.outputs()).privateKey?.value);
        const kid = String((await stack.outputs()).keyId?.value);
        assert.ok(await mints(pem, "rezonate"));
        assert.ok(await mints(own, kid));
        await configure({});
        assert.ok(await mints(own, kid));
        assert.equal(await mints(pem, "rezonate"), false);
        assert.equal(app()?.id, id);
    });

    it("may be behind an address: the app keeps its id there and back", async () => {
        const id = app()?.id;
        await configure({ jwksUri });
        assert.ok(await mints(pem, "rezonate"));
        assert.deepEqual(app()?.keys, []);
        assert.deepEqual(await doctorCodesOf(world), ["ok"]);
        const settings = app()?.settings.oauthClient;
        assert.ok(settings);
        settings.jwks_uri = "https://elsewhere.example/jwks";
        assert.deepEqual(await doctorCodesOf(world), ["jwks_uri_changed"]);
        await configure(vendorOnly);
        assert.ok(await mints(pem, "rezonate"));
        assert.deepEqual([app()?.id, app()?.settings.oauthClient?.jwks_uri], [id, undefined]);
        assert.notEqual(thumbprint(held.jwk), undefined);
    });
});
