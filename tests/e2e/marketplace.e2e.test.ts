import assert from "node:assert/strict";

import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation";

import { MarketplaceIntegration } from "../../components/marketplaceIntegration";
import { READ_ONLY_SCOPES } from "../../rules/scopes";
import { provision, rsaKey } from "../sandbox/support";
import { stopAtFirstFailure } from "../support/lifecycle";
import { runCli } from "../support/runCli";
import {
    changesOf,
    openTestEnvironment,
    stateFiles,
    type TestEnvironment,
} from "../support/testEnvironment";

/** One life of a Marketplace integration: each test goes on from where the one before ended. */
describe("the Marketplace method", function () {
    this.timeout(900_000);
    stopAtFirstFailure(this);
    let world: TestEnvironment;
    let stack: Stack;
    let args: {
        secretGeneration: number;
        keepPreviousSecret: boolean;
        scopes?: string[];
        integrationType?: string;
    };
    const secrets = new Set<string>();

    before(async () => {
        world = await openTestEnvironment();
        args = { secretGeneration: 1, keepPreviousSecret: true };
        stack = await world.inline("marketplace", () => {
            const org = new okta.Provider("okta", {
                orgName: "acme",
                baseUrl: "okta.com",
                apiToken: pulumi.secret(world.org.apiToken),
                httpProxy: world.org.url,
            });
            const { clientId, clientSecret, oktaDomain, credentials, grantedScopes } =
                new MarketplaceIntegration(
                    "rezonate",
                    { oktaDomain: "acme.okta.com", ...args },
                    { providers: [org] },
                );
            const all = { clientId, clientSecret, oktaDomain, credentials, grantedScopes };
            return Promise.resolve(all);
        });
    });
    after(() => world.close());

    const handedOver = async () => {
        const outputs = await stack.outputs();
        const clientSecret = String(outputs.clientSecret?.value);
        secrets.add(clientSecret);
        return { outputs, clientId: String(outputs.clientId?.value), clientSecret };
    };
    const read = async (client: { clientId: string; clientSecret: string }) => {
        const basic = Buffer.from(`${client.clientId}:${client.clientSecret}`).toString("base64");
        const body = new URLSearchParams({
            grant_type: "client_credentials",
            scope: "okta.users.read",
        });
        const token = await fetch(`${world.org.url}/oauth2/v1/token`, {
            method: "POST",
            headers: { authorization: `Basic ${basic}` },
            body,
        });
        if (!token.ok) {
            return token.status;
        }
        const { access_token } = (await token.json()) as { access_token: string };
        const users = await fetch(`${world.org.url}/api/v1/users`, {
            headers: { authorization: `Bearer ${access_token}` },
        });
        return users.status;
    };
    const inOrg = () => world.org.store.apiServices.list();

    it("installs the integration and hands out a client secret that reads", async () => {
        await stack.up(world.watch);
        const { outputs, clientId, clientSecret } = await handedOver();
        assert.deepEqual(
            Object.keys(outputs).filter((name) => outputs[name]?.secret),
            ["clientId", "clientSecret", "credentials"],
        );
        assert.deepEqual(JSON.parse(String(outputs.credentials?.value)), {
            okta_domain: "acme.okta.com",
            client_id: clientId,
            client_secret: clientSecret,
        });
        assert.equal(inOrg().length, 1);
        assert.deepEqual(
            [...(inOrg()[0]?.grantedScopes ?? [])].sort(),
            [...READ_ONLY_SCOPES].sort(),
        );
        assert.equal(inOrg()[0]?.secrets.length, 1);
        assert.equal(await read({ clientId, clientSecret }), 200);
        const verify = ["verify", "--credentials", "-", "--scopes", "default"];
        const stdin = String(outputs.credentials?.value);
        const proof = await runCli([...verify, "--org-url", world.org.url], { stdin });
        assert.equal(proof.code, 0, proof.stdout + proof.stderr);
        world.output.push(proof.stdout, proof.stderr);
    });

    it("has nothing to change a second time, and nothing that drifts", async () => {
        assert.deepEqual(changesOf(await stack.preview(world.watch)), {});
        assert.deepEqual(changesOf(await stack.refresh(world.watch)), {});
        assert.deepEqual(changesOf(await stack.up(world.watch)), {});
    });

    it("changes the secret under a client that keeps reading, without one refusal", async () => {
        const client = await handedOver();
        const answers: number[] = [];
        const state = { changing: true };
        const reading = (async () => {
            while (state.changing) {
                answers.push(await read(client));
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
        })();
        const first = client.clientSecret;
        for (const secretGeneration of [2, 3]) {
            args.secretGeneration = secretGeneration;
            await stack.up(world.watch);
            const { clientSecret } = await handedOver();
            assert.notEqual(clientSecret, client.clientSecret);
            client.clientSecret = clientSecret;
            answers.push(await read(client));
        }
        state.changing = false;
        await reading;
        assert.ok(answers.length > 10);
        assert.deepEqual([...new Set(answers)], [200]);
        assert.equal(await read({ ...client, clientSecret: first }), 401);
        assert.equal(inOrg()[0]?.secrets.length, 2);
    });

    it("drops the secret before when told to", async () => {
        args.keepPreviousSecret = false;
        await stack.up(world.watch);
        assert.equal(inOrg()[0]?.secrets.length, 1);
        assert.equal(await read(await handedOver()), 200);
    });

    it("makes a new secret where somebody has deleted it, and says when there is no room", async () => {
        const [service] = inOrg();
        const [secret] = service?.secrets ?? [];
        assert.ok(service && secret);
        const others = ["one", "two"].map((id) => ({ ...secret, id, secret: id.repeat(8) }));
        world.org.store.apiServices.set({ ...service, secrets: others });
        await stack.refresh(world.watch);
        await assert.rejects(stack.up(world.watch), /two client secrets.*Delete one that is/s);
        world.org.store.apiServices.set({ ...service, secrets: others.slice(0, 1) });
        await stack.up(world.watch);
        assert.equal(await read(await handedOver()), 200);
    });

    it("makes a new integration for new scopes before it lets the old one go", async () => {
        const before = await handedOver();
        args.scopes = ["okta.users.read", "okta.logs.read"];
        const preview = await stack.preview(world.watch);
        assert.deepEqual(changesOf(preview), { replace: 2, update: 1 });
        // Okta may take no second one of a type: then the old one stays as it is.
        world.org.faults.add({ method: "POST", path: "/integrations", status: 400, times: 1 });
        await assert.rejects(stack.up(world.watch), /catalogue has none.*What worked before/s);
        assert.equal(await read(before), 200);

        const since = world.org.calls.length;
        await stack.up(world.watch);
        const calls = world.org.calls.slice(since).map(({ method, path }) => `${method} ${path}`);
        const made = calls.findLastIndex((call) => call.startsWith("POST /integrations"));
        const gone = calls.findIndex((call) => call.endsWith(before.clientId));
        assert.ok(made >= 0 && calls[gone]?.startsWith("DELETE") && gone > made, calls.join("\n"));
        const after = await handedOver();
        assert.notEqual(after.clientId, before.clientId);
        assert.equal(await read(after), 200);
        assert.equal(inOrg().length, 1);
    });

    it("says what to do where the catalogue has no such type", async () => {
        args.integrationType = "rezonate";
        await assert.rejects(stack.up(world.watch), /type "rezonate".*set integrationType/s);
        assert.equal(await read(await handedOver()), 200);
        delete args.integrationType;
        assert.deepEqual(changesOf(await stack.up(world.watch)), { update: 1 });
    });

    it("leaves the org empty when it is destroyed", async () => {
        await stack.destroy(world.watch);
        assert.deepEqual(inOrg(), []);
    });

    it("keeps the secret where the old one could not be deleted, and deletes that the next time", async () => {
        Object.assign(args, { secretGeneration: 1, keepPreviousSecret: true });
        const failing = {
            method: "DELETE",
            path: "/integrations.*/secrets/",
            status: 500,
            times: 1,
        } as const;
        world.org.faults.add(failing);
        await assert.rejects(stack.up(world.watch), /could not be deleted: Okta answered 500/);
        assert.equal(inOrg()[0]?.secrets.length, 2);
        await stack.up(world.watch);
        assert.equal(inOrg()[0]?.secrets.length, 1);
        assert.equal(await read(await handedOver()), 200);
        args.secretGeneration = 2;
        args.keepPreviousSecret = false;
        world.org.faults.add(failing);
        await assert.rejects(stack.up(world.watch), /could not be deleted/);
        await stack.up(world.watch);
        assert.equal(inOrg()[0]?.secrets.length, 1);
        assert.equal(await read(await handedOver()), 200);
        assert.deepEqual(changesOf(await stack.preview(world.watch)), {});
        await stack.destroy(world.watch);
    });

    it("sends nobody's credentials to another org than their own", async () => {
        const wrong = await world.inline("wrong", () => {
            const globex = new okta.Provider("okta", {
                orgName: "globex",
                baseUrl: "okta.com",
                apiToken: pulumi.secret(world.org.apiToken),
                httpProxy: world.org.url,
            });
            const domain = { oktaDomain: "acme.okta.com" };
            new MarketplaceIntegration("wrong", domain, { providers: [globex] });
            return Promise.resolve();
        });
        await assert.rejects(wrong.up(world.watch), /oktaDomain: got "acme.*works on globex/);
        assert.deepEqual(inOrg(), []);
    });

    it("takes an OAuth app for its runner, too", async () => {
        const key = rsaKey("runner");
        const scopes = ["okta.oauthIntegrations.manage"];
        const clientId = await provision(world.org, key, scopes, "SUPER_ADMIN");
        const privateKey = key.privateKey.export({ format: "pem", type: "pkcs8" }).toString();
        const ofApp = await world.inline("app", () => {
            const org = new okta.Provider("okta", {
                orgName: "acme",
                baseUrl: "okta.com",
                clientId,
                privateKey: pulumi.secret(privateKey),
                privateKeyId: "runner",
                scopes,
                httpProxy: world.org.url,
            });
            const domain = { oktaDomain: "acme.okta.com" };
            const { credentials } = new MarketplaceIntegration("app", domain, { provider: org });
            return Promise.resolve({ credentials });
        });
        await ofApp.up(world.watch);
        const { credentials } = await ofApp.outputs();
        const { client_id, client_secret } = JSON.parse(String(credentials?.value)) as {
            client_id: string;
            client_secret: string;
        };
        secrets.add(client_secret);
        secrets.add(String(privateKey.split("\n")[1]));
        assert.equal(await read({ clientId: client_id, clientSecret: client_secret }), 200);
        assert.deepEqual(changesOf(await ofApp.preview(world.watch)), {});
        assert.deepEqual(changesOf(await ofApp.refresh(world.watch)), {});
        await ofApp.destroy(world.watch);
    });

    it("has not let a client secret out in state, events or output", async () => {
        assert.equal(secrets.size, 9);
        const written = [...(await stateFiles(world.folders)), ...world.output];
        assert.ok(written.length > 20);
        for (const text of written) {
            assert.ok(![...secrets].some((secret) => text.includes(secret)));
            assert.ok(!text.includes(world.org.apiToken));
        }
    });
});
