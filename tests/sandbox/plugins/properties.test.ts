import assert from "node:assert/strict";

import {
    differences,
    imported,
    ordered,
    planned,
    type Properties,
    refreshed,
    withDefaults,
} from "../../../sandbox/plugins/provider/properties";
import { Unknown, type Values } from "../../../sandbox/plugins/provider/value";

const properties: Properties = {
    label: { type: "string", required: true },
    type: { type: "string", required: true, replaces: true },
    note: { type: "string", optional: true },
    omitSecret: { type: "boolean", optional: true, default: false },
    leeway: { type: "number", optional: true, default: 0 },
    scopes: { type: "set", optional: true },
    jwks: { type: "list", optional: true },
    clientId: { type: "string", optional: true, computed: true, replaces: true },
    logoUrl: { type: "string", computed: true },
};

function changed(state: Values, inputs: Values): string[] {
    return differences(properties, state, inputs).map(
        ({ property, kind }) => `${kind} ${property}`,
    );
}

describe("stand-in plugins: properties", () => {
    it("fills in defaults and leaves out nulls", () => {
        assert.deepEqual(withDefaults(properties, { label: "a", note: null }), {
            label: "a",
            omitSecret: false,
            leeway: 0,
        });
    });

    it("finds a default that the state lacks, as after an import", () => {
        const state = { label: "a" };
        const inputs = withDefaults(properties, { label: "a" });
        assert.deepEqual(changed(state, inputs), ["add omitSecret", "add leeway"]);
    });

    it("takes an empty value and none for the same", () => {
        assert.deepEqual(changed({ note: "", scopes: [] }, {}), []);
        assert.deepEqual(changed({}, { note: "", jwks: [] }), []);
        assert.deepEqual(changed({ note: "x" }, {}), ["delete note"]);
    });

    it("compares sets without order and lists with it", () => {
        assert.deepEqual(changed({ scopes: ["a", "b"] }, { scopes: ["b", "a"] }), []);
        assert.deepEqual(changed({ jwks: ["a", "b"] }, { jwks: ["b", "a"] }), ["update jwks"]);
    });

    it("keeps computed values that the program leaves open, and replaces where it must", () => {
        assert.deepEqual(changed({ clientId: "1", logoUrl: "u" }, {}), []);
        const found = differences(properties, { clientId: "1", type: "a" }, { clientId: "2" });
        assert.deepEqual(
            found.map(({ property, replaces }) => [property, replaces]),
            [
                ["type", true],
                ["clientId", true],
            ],
        );
    });

    it("takes an unknown for a change", () => {
        assert.deepEqual(changed({ label: "a" }, { label: new Unknown() }), ["update label"]);
    });

    it("plans unknown outputs for a new resource and known ones for an update", () => {
        const fresh = planned(properties, undefined, { label: "a" });
        assert.ok(fresh.clientId instanceof Unknown && fresh.logoUrl instanceof Unknown);
        assert.deepEqual(planned(properties, { clientId: "1", logoUrl: "u" }, { label: "b" }), {
            label: "b",
            clientId: "1",
            logoUrl: "u",
        });
    });

    it("refreshes only the inputs that were given, and only where they differ", () => {
        const inputs = { label: "a", scopes: ["b", "a"] };
        const state = { label: "new", scopes: ["a", "b"], note: "n" };
        assert.deepEqual(refreshed(properties, inputs, state), {
            label: "new",
            scopes: ["b", "a"],
        });
    });

    it("suggests for an import what says something", () => {
        const state = { label: "a", note: "", scopes: [], omitSecret: false, logoUrl: "u" };
        assert.deepEqual(imported(properties, state), { label: "a", omitSecret: false });
    });

    it("records sets in one order, each item once", () => {
        assert.deepEqual(ordered(properties, { scopes: ["b", "a", "b"], jwks: ["b", "a"] }), {
            scopes: ["a", "b"],
            jwks: ["b", "a"],
        });
    });
});
