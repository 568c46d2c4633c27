import assert from "node:assert/strict";

import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import { decode, encode, hasUnknown, Unknown } from "../../../sandbox/plugins/provider/value";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("stand-in plugins: values on the wire", () => {
    it("opens secrets at any depth and remembers which property holds them", () => {
        const struct = Struct.fromJavaScript({
            plain: "a",
            token: { [SIGNATURE]: SECRET, value: "s" },
            keys: [{ kid: "1", k: { [SIGNATURE]: SECRET, value: "t" } }],
        });
        const { values, secrets } = decode(struct);
        assert.deepEqual(values, { plain: "a", token: "s", keys: [{ kid: "1", k: "t" }] });
        assert.deepEqual([...secrets].sort(), ["keys", "token"]);
    });

    it("marks secrets again on the way out", () => {
        assert.deepEqual(encode({ a: 1, b: "x" }, ["b"]).toJavaScript(), {
            a: 1,
            b: { [SIGNATURE]: SECRET, value: "x" },
        });
    });

    it("knows unknowns, also within lists and as outputs", () => {
        const { values, secrets } = decode(
            Struct.fromJavaScript({
                id: UNKNOWN,
                list: [UNKNOWN],
                output: { [SIGNATURE]: OUTPUT, secret: true },
            }),
        );
        assert.ok(values.id instanceof Unknown);
        assert.ok(values.output instanceof Unknown);
        assert.ok(hasUnknown(values.list));
        assert.deepEqual([...secrets], ["output"]);
        assert.deepEqual(encode({ list: values.list ?? null }).toJavaScript(), { list: [UNKNOWN] });
    });

    it("takes a missing struct for an empty one", () => {
        assert.deepEqual(decode(undefined).values, {});
    });
});
