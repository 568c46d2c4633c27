import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";

import { readRotation } from "../../checks/rotation/state";
import { INTEGRATION_TYPES } from "../../rules/methods";
import { emptyStack, resource } from "./driftFixtures";

const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const integration = resource(INTEGRATION_TYPES.oauth, "rezonate");
const key = resource("tls:index/privateKey:PrivateKey", "rezonate-keys-1", {
    parent: integration.urn,
    outputs: { publicKeyPem: publicKey.export({ type: "spki", format: "pem" }) },
});

describe("where a stack stands with its key", () => {
    const read = (config: Record<string, string>) =>
        readRotation({
            ...emptyStack,
            project: "p",
            resources: [integration, key],
            config: Object.fromEntries(
                Object.entries(config).map(([name, value]) => [`p:${name}`, value]),
            ),
        });

    it("is what the configuration lists, or generation 1", () => {
        assert.deepEqual(read({}).configured, { generations: [1], current: 1 });
        const two = read({ keyGenerations: "[2, 1]", currentKey: "1" });
        assert.deepEqual(two.configured, { generations: [1, 2], current: 1 });
        assert.deepEqual([two.namesCurrent, read({ currentKey: "" }).namesCurrent], [true, false]);
    });

    it("is told for the app of remediation by keys and settings of its own", () => {
        const app = resource(INTEGRATION_TYPES.oauth, "rezonate-remediation", {
            parent: integration.urn,
        });
        const appKey = {
            ...key,
            urn: `${key.urn.replace(/-keys-1$/, "-remediation-keys-3")}`,
            parent: app.urn,
        };
        const config = {
            "p:keyGenerations": "[1]",
            "p:remediationKeyGenerations": "[2, 3]",
            "p:remediationCurrentKey": "2",
        };
        const resources = [integration, key, app, appKey];
        const stack = { ...emptyStack, project: "p", resources, config };
        const found = [
            readRotation(stack, "rezonate"),
            readRotation(stack, "rezonate-remediation"),
        ];
        assert.deepEqual(
            found.map(({ configured, keys }) => [configured, keys.map((one) => one.generation)]),
            [
                [{ generations: [1], current: 1 }, [1]],
                [{ generations: [2, 3], current: 2 }, [3]],
            ],
        );
        assert.throws(() => readRotation(stack), /got rezonate, rezonate-remediation; name one/);
    });

    it("is not told by a configuration that is wrong, which is named by its own keys", () => {
        const wrong: [config: Record<string, string>, because: RegExp][] = [
            [{ keyGenerations: "1, 2" }, /configuration of the stack:\n {2}keyGenerations: got/],
            [{ keyGenerations: "[0]" }, /keyGenerations\[0\]: got 0/],
            [{ keyGenerations: "[]" }, /keyGenerations: got an empty list/],
            [{ currentKey: "second" }, /currentKey: got "second"; wanted a number/],
            [{ currentKey: "2" }, /currentKey: got 2; wanted a generation that is listed: 1/],
        ];
        for (const [config, because] of wrong) {
            assert.throws(() => read(config), because);
        }
    });
});
