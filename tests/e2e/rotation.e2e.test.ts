import assert from "node:assert/strict";

import type { ConfigMap, Stack } from "@pulumi/pulumi/automation";

import { admin, type KeyPair, provision, rsaKey, token } from "../sandbox/support";
import { createToken } from "../support/apiKey";
import { codesAfterPasting, doctorCodesOf } from "../support/doctor";
import { stopAtFirstFailure } from "../support/lifecycle";
import { paste } from "../support/paste";
import { accessIn, openTestEnvironment, type TestEnvironment } from "../support/testEnvironment";

const SCOPES = ["okta.apps.manage", "okta.appGrants.manage", "okta.roles.manage"];
const REFUSED = /401|invalid_client|no access token/;

/** Credentials for the provider, and a way to make the next ones and end those before. */
interface Rotation {
    readonly config: Record<string, string>;
    readonly rotate: () => Promise<Record<string, string>>;
}

type Kind = (world: TestEnvironment) => Promise<Rotation>;

const apiToken: Kind = async ({ org }) => {
    const [first] = org.store.apiTokens.list();
    const owner = org.store.users.get(String(first?.userId))?.profile.login;
    let current = await createToken(org, owner);
    const config = () => ({ "okta:apiToken": current.token });
    return {
        config: config(),
        rotate: async () => {
            const { id } = current;
            current = await createToken(org, owner);
            org.store.apiTokens.delete(id);
            return config();
        },
    };
};

const accessToken: Kind = async ({ org }) => {
    let client: string | undefined;
    const next = async () => {
        const key = rsaKey("runner");
        const before = client;
        client = await provision(org, key, SCOPES, "SUPER_ADMIN");
        if (before !== undefined) {
            await admin(org, "POST", `/api/v1/apps/${before}/lifecycle/deactivate`);
            await admin(org, "DELETE", `/api/v1/apps/${before}`);
        }
        const value = await token(org, client, key, SCOPES.join(" "));
        return { "okta:accessToken": value };
    };
    return { config: await next(), rotate: next };
};

const privateKey: Kind = async ({ org }) => {
    const pem = ({ privateKey: key }: KeyPair) =>
        key.export({ type: "pkcs8", format: "pem" }).toString();
    let key = rsaKey("runner-1");
    const clientId = await provision(org, key, SCOPES, "SUPER_ADMIN");
    const config = () => ({
        "okta:clientId": clientId,
        "okta:privateKey": pem(key),
        "okta:scopes": JSON.stringify(SCOPES),
    });
    return {
        config: config(),
        rotate: async () => {
            key = rsaKey("runner-2");
            const path = `/api/v1/apps/${clientId}`;
            const { body } = await admin(org, "GET", path);
            const changed = structuredClone(body) as unknown as {
                settings: { oauthClient: { jwks: { keys: unknown[] } } };
            };
            changed.settings.oauthClient.jwks.keys = [key.jwk];
            assert.equal((await admin(org, "PUT", path, changed)).status, 200);
            return config();
        },
    };
};

const KINDS = { apiToken, accessToken, privateKey };
const SETTINGS = ["apiToken", "accessToken", "clientId", "privateKey", "scopes"];

describe("after a rotation of the provider's credentials", function () {
    this.timeout(900_000);
    stopAtFirstFailure(this);
    let world: TestEnvironment;
    let stack: Stack;
    let rotate: Rotation["rotate"];

    before(async () => {
        world = await openTestEnvironment();
        stack = await world.inProcess();
        await stack.up(world.watch);
    });
    after(() => world.close());

    const configure = async (config: Record<string, string>) => {
        await stack.removeAllConfig(SETTINGS.map((name) => `okta:${name}`));
        const secrets: ConfigMap = {};
        for (const [key, value] of Object.entries(config)) {
            secrets[key] = { value, secret: true };
        }
        await stack.setAllConfig(secrets);
    };
    const app = () => world.org.store.apps.find(({ label }) => label === "Rezonate");
    const dropGrant = () => {
        const { store } = world.org;
        const [grant] = store.grants.filter(({ clientId }) => clientId === app()?.clientId);
        store.grants.delete(String(grant?.id));
        return String(grant?.scopeId);
    };
    const run = (line: string) =>
        paste(world, `pulumi ${line} --stack dev --cwd ${world.folders.project}`);

    for (const [name, kind] of Object.entries(KINDS)) {
        it(`refresh sends the old ${name}, preview the new, and doctor's lines bring it into the state`, async () => {
            const made = await kind(world);
            ({ rotate } = made);
            await configure(made.config);
            await stack.up(world.watch);
            await configure(await rotate());
            await run("preview");
            await assert.rejects(run("refresh --yes"), REFUSED);
            const scope = dropGrant();
            assert.deepEqual(await doctorCodesOf(world), ["grant_removed"]);
            assert.deepEqual(await codesAfterPasting(world), ["ok"]);
            assert.ok(accessIn(world.org).scopes.includes(scope));
            await run("refresh --yes");
        });
    }

    it("destroy sends the old one, and with --run-program leaves nothing of the stack", async () => {
        await configure(await rotate());
        await assert.rejects(run("destroy --yes"), REFUSED);
        assert.ok(app());
        await run("destroy --run-program --yes");
        assert.equal(app(), undefined);
    });
});
