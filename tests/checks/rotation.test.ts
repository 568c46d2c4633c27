import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";

import { formatCommand } from "../../checks/drift/commands";
import { editsOf, nextStep, printedSteps } from "../../checks/rotation/plan";
import { ageFindings } from "../../checks/rotation/prove";
import { readRecord } from "../../checks/rotation/record";
import { readRotation, type Rotation } from "../../checks/rotation/state";
import { publicJwk } from "../../rules/jwk";
import { OWN_KEY_CONFIG } from "../../rules/stackConfig";
import { emptyStack, resource } from "./driftFixtures";

const at = { stack: "dev" };

function rotation(generations: number[], more: Partial<Rotation> = {}): Rotation {
    const current = more.configured?.current ?? Math.max(...generations);
    const keys = generations.map((generation) => ({
        generation,
        kid: `k${generation}`,
        privateKey: "",
        created: "2026-01-01T00:00:00Z",
    }));
    return {
        integration: { method: "oauth", name: "r", urn: "u", outputs: {} },
        configured: { generations, current },
        keyConfig: OWN_KEY_CONFIG,
        namesCurrent: false,
        keys,
        trusted: generations,
        handoffs: [],
        ...more,
    };
}

const record = (step: "handedOver" | "dropping", generation: number) => ({
    step,
    generation,
    at: "2026-01-01T00:00:00Z",
});
const linesOf = (commands: readonly (readonly string[])[]) => commands.map(formatCommand);

describe("what is next in a rotation", () => {
    it("is told by configuration and state, also where a run broke off", () => {
        const two = rotation([1, 2]);
        const cases: [Rotation, string][] = [
            [rotation([1]), "add"],
            // The first of two edits was made.
            [rotation([1], { namesCurrent: true }), "add"],
            [rotation([1, 2], { configured: { generations: [1, 2], current: 1 } }), "handOver"],
            [two, "prove"],
            [{ ...two, record: record("handedOver", 1) }, "prove"],
            [{ ...two, record: record("handedOver", 2) }, "wait"],
            [{ ...two, record: record("dropping", 2) }, "wait"],
            [{ ...two, configured: { generations: [2], current: 2 } }, "finish"],
            [rotation([2], { record: record("dropping", 2) }), "finish"],
            [rotation([2], { record: record("dropping", 1) }), "add"],
        ];
        for (const [given, step] of cases) {
            assert.equal(nextStep(given), step);
        }
    });

    it("is edited in an order in which no configuration in between is wrong", () => {
        const edits = editsOf("p", at);
        assert.deepEqual(linesOf(edits.add(rotation([3]))), [
            "pulumi config set p:currentKey 3 --plaintext --stack dev",
            "pulumi config set p:keyGenerations '[3,4]' --plaintext --stack dev",
        ]);
        assert.deepEqual(linesOf(edits.drop(rotation([3, 4], { namesCurrent: true }))), [
            "pulumi config set p:keyGenerations '[4]' --plaintext --stack dev",
            "pulumi config rm p:currentKey --stack dev",
        ]);
        assert.deepEqual(linesOf(edits.emergency(rotation([3, 4], { namesCurrent: true }))), [
            "pulumi config rm p:currentKey --stack dev",
            "pulumi config set p:keyGenerations '[5]' --plaintext --stack dev",
        ]);
    });

    it("is printed as one pull request a step", () => {
        const titles = (given: Rotation) => printedSteps(given, "p", at).map(({ edits }) => edits);
        assert.equal(titles(rotation([1])).length, 3);
        assert.deepEqual(linesOf(titles(rotation([1]))[2] ?? []), [
            "pulumi config set p:keyGenerations '[2]' --plaintext --stack dev",
        ]);
        assert.equal(titles(rotation([1, 2])).length, 1);
        assert.deepEqual(
            titles(rotation([1, 2], { configured: { generations: [2], current: 2 } })),
            [],
        );
    });

    it("takes for a record only what is one", () => {
        assert.deepEqual(readRecord(JSON.stringify(record("dropping", 2))), record("dropping", 2));
        for (const text of [undefined, "", "x", "{}", '{"step":"else","generation":2}']) {
            assert.equal(readRecord(text), undefined);
        }
    });
});

describe("the age of keys", () => {
    it("counts for those that the app trusts", () => {
        const now = Date.parse("2026-04-11T00:00:00Z");
        const day = 86_400_000;
        const codes = (given: Rotation, days: number) =>
            ageFindings(given, days * day, now).map(({ subject, code }) => `${subject}: ${code}`);
        assert.deepEqual(codes(rotation([1]), 90), ["generation 1: key_too_old"]);
        assert.deepEqual(codes(rotation([1]), 101), ["generation 1: ok"]);
        assert.deepEqual(codes(rotation([1, 2], { trusted: [2] }), 101), ["generation 2: ok"]);
        const [key] = rotation([1]).keys;
        assert.ok(key);
        assert.deepEqual(codes(rotation([1], { keys: [{ ...key, created: undefined }] }), 1), [
            "generation 1: could_not_check",
        ]);
    });
});

describe("a stack whose key is to be changed", () => {
    const pem = (generation: number) => {
        const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
        const publicKeyPem = publicKey.export({ type: "spki", format: "pem" }).toString();
        return { generation, publicKeyPem, kid: publicJwk(publicKeyPem).kid };
    };
    const [one, two] = [pem(1), pem(2)];
    const integration = resource("rezonate-okta:index:OAuthIntegration", "rezonate");
    const parent = integration.urn;
    const keyOf = ({ generation, publicKeyPem }: typeof one) =>
        resource("tls:index/privateKey:PrivateKey", `rezonate-keys-${generation}`, {
            parent,
            outputs: { publicKeyPem, privateKeyPemPkcs8: "k" },
            created: "2026-01-01T00:00:00Z",
        });
    const app = resource("okta:app/oAuth:OAuth", "a", {
        parent,
        outputs: { type: "service", jwks: [{ kid: one.kid }] },
    });
    const resources = [integration, keyOf(two), keyOf(one), app];

    it("has the keys of its integration, ascending, and those that the app trusts", () => {
        const config = { "p:keyGenerations": "[1, 2]", "p:currentKey": "1" };
        const found = readRotation({ ...emptyStack, config, resources });
        assert.deepEqual(
            found.keys.map(({ generation, kid }) => [generation, kid]),
            [
                [1, one.kid],
                [2, two.kid],
            ],
        );
        assert.deepEqual([found.trusted, found.namesCurrent], [[1], true]);
        assert.deepEqual(found.configured, { generations: [1, 2], current: 1 });
    });

    it("is refused where rotate could not change it, with what to do instead", () => {
        const of = (more: Partial<typeof emptyStack>) => () =>
            readRotation({ ...emptyStack, resources, ...more });
        assert.throws(of({ resources: [] }), /wanted one OAuthIntegration.*pulumi up/);
        assert.throws(of({ resources: [integration, app] }), /no generated key.*publicJwks/);
        assert.throws(of({ config: { "p:keyGenerations": "[]" } }), /keyGenerations: got an empty/);
        assert.throws(
            of({ resources: [integration, keyOf(pem(7)), app] }),
            /lists key generation 7 itself/,
        );
        const other = resource("rezonate-okta:index:OAuthIntegration", "other");
        assert.throws(of({ resources: [...resources, other] }), /name one with --integration/);
    });
});
