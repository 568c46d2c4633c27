import assert from "node:assert/strict";

import { editsOf } from "../../checks/rotation/plan";
import { readRecord } from "../../checks/rotation/record";
import type { OpenRotation } from "../../cli/rotation/open";
import { dropAtOnce, walk, type Walked } from "../../cli/rotation/walk";
import { mintToken } from "../../okta/token";
import { OWN_KEY_CONFIG } from "../../rules/stackConfig";
import type { Sandbox } from "../../sandbox/org/server";
import { emptyStack } from "../checks/driftFixtures";
import { closeSandboxes, type KeyPair, provision, rsaKey, sandbox } from "../sandbox/support";

const SCOPES = ["okta.users.read"];
const pool = new Map<number, KeyPair>();
const pairOf = (generation: number): KeyPair => {
    const pair = pool.get(generation) ?? rsaKey(`k${generation}`);
    pool.set(generation, pair);
    return pair;
};
const pemOf = ({ privateKey }: KeyPair) =>
    privateKey.export({ type: "pkcs8", format: "pem" }).toString();

/** A stack in memory on a sandbox org, which breaks off after a number of edits and ups. */
class Bench {
    readonly config = new Map<string, string>();
    state = [1];
    handedOver = 1;
    left = Infinity;

    private constructor(
        readonly org: Sandbox,
        readonly clientId: string,
    ) {}

    static async make(): Promise<Bench> {
        const org = await sandbox();
        return new Bench(org, await provision(org, pairOf(1), SCOPES));
    }

    get listed(): number[] {
        return JSON.parse(this.config.get("p:keyGenerations") ?? "[1]") as number[];
    }

    readonly open = (): Promise<OpenRotation> => {
        const { listed: generations, config, clientId, org } = this;
        const given = config.get("p:currentKey");
        const current = given === undefined ? Math.max(...generations) : Number(given);
        const keys = this.state.map((generation) => ({
            generation,
            kid: `k${generation}`,
            privateKey: pemOf(pairOf(generation)),
        }));
        const record = readRecord(config.get("p:keyRotation"));
        return Promise.resolve({
            stack: emptyStack,
            rotation: {
                integration: { method: "oauth", name: "r", urn: "u", outputs: {} },
                configured: { generations, current },
                keyConfig: OWN_KEY_CONFIG,
                namesCurrent: given !== undefined,
                keys,
                trusted: this.state,
                record,
                handoffs: [],
            },
            flag: "",
            edits: editsOf("p", { stack: "dev" }),
            credentials: () => ({
                credential: { method: "oauth", clientId },
                tenantId: "acme",
                oktaDomain: org.domain,
                scopes: SCOPES,
                loopback: org.url,
            }),
            edit: async (...commands) => {
                for (const [, verb, key = "", value = ""] of commands) {
                    if (verb === "set") {
                        config.set(key, value);
                    } else {
                        config.delete(key);
                    }
                    await this.took();
                }
            },
            up: async () => {
                const app = org.store.apps.find((one) => one.clientId === clientId);
                const [some] = app?.keys ?? [];
                assert.ok(app && some);
                const { listed } = this;
                app.keys = listed.map((one) => ({ ...some, ...pairOf(one).jwk, kid: `k${one}` }));
                const named = config.get("p:currentKey");
                this.handedOver = named === undefined ? Math.max(...listed) : Number(named);
                this.state = listed;
                await this.took();
            },
        });
    };

    /** Whether the org gives a token for a generation of the key. */
    async takes(generation: number): Promise<boolean> {
        const minted = await mintToken({
            orgUrl: this.org.url,
            clientId: this.clientId,
            privateKeyPem: pemOf(pairOf(generation)),
            keyId: `k${generation}`,
            scopes: SCOPES,
        });
        return minted.ok;
    }

    private async took(): Promise<void> {
        assert.ok(await this.takes(this.handedOver), `${this.handedOver} is handed over`);
        this.left -= 1;
        if (this.left === 0) {
            throw new Error("broken off");
        }
    }
}

const codesOf = ({ findings }: Walked) => findings.map(({ code }) => code);

describe("a rotation", function () {
    this.timeout(60_000);
    after(closeSandboxes);

    it("ends right wherever it is broken off, and the key that is handed over always works", async () => {
        // The tenth and last thing that a rotation does is to forget that there was one.
        for (let breakAt = 1; breakAt <= 9; breakAt += 1) {
            const bench = await Bench.make();
            bench.left = breakAt;
            const run = async (confirm: boolean) =>
                walk(await bench.open(), bench.open, { confirm });
            let walked: Walked | undefined;
            for (let runs = 0; runs < 5 && !/complete/.test(String(walked?.notes)); runs += 1) {
                // Confirmed once both keys work, as a person does it.
                const waits = readRecord(bench.config.get("p:keyRotation")) !== undefined;
                walked = await run(waits).catch((error: unknown) => {
                    assert.match(String(error), /broken off/);
                    return undefined;
                });
            }
            assert.ok(walked, `broken off after ${breakAt}`);
            assert.ok(codesOf(walked).every((code) => code === "ok"));
            assert.deepEqual([...bench.config], [["p:keyGenerations", "[2]"]]);
            assert.deepEqual([await bench.takes(1), await bench.takes(2)], [false, true]);
        }
    });

    it("drops no key before it is confirmed or due, nor while the new one is not proven", async () => {
        const bench = await Bench.make();
        const run = async (confirm: boolean, afterMs?: number) =>
            codesOf(await walk(await bench.open(), bench.open, { confirm, afterMs }));
        assert.deepEqual(await run(true), ["ok"]);
        assert.deepEqual(await run(false), ["ok"]);
        assert.deepEqual(await run(false, 60_000), ["ok"]);
        bench.org.faults.add({ path: "/api/v1/users", status: 403, times: 1 });
        assert.deepEqual(await run(true), ["key_not_proven"]);
        assert.deepEqual([bench.listed, await bench.takes(1)], [[1, 2], true]);
        assert.deepEqual(await run(false, 0), ["ok", "ok"]);
        assert.deepEqual([bench.listed, await bench.takes(1)], [[2], false]);
    });

    it("replaces the key at once in an emergency, and not twice where it broke off", async () => {
        const bench = await Bench.make();
        bench.left = 1;
        await assert.rejects(dropAtOnce(await bench.open(), bench.open), /broken off/);
        assert.deepEqual(codesOf(await dropAtOnce(await bench.open(), bench.open)), ["ok", "ok"]);
        assert.deepEqual([bench.listed, await bench.takes(1)], [[2], false]);
    });
});
