import assert from "node:assert/strict";

import { expectedIntegrations } from "../../checks/marketplace/state";
import {
    dependentsOf,
    isProgramSecret,
    nameOf,
    programConfig,
    readPending,
    readResources,
} from "../../checks/state/stackSnapshot";
import { withoutEntries } from "../../checks/state/stateEntries";
import { emptyStack, resource } from "./driftFixtures";

describe("a stack's state", () => {
    it("has no leftovers of a replacement among its resources, but their ids", () => {
        const component = resource("rezonate-okta:index:MarketplaceIntegration", "acme");
        const integration = resource(
            "okta:index/apiServiceIntegration:ApiServiceIntegration",
            "acme-integration",
            { parent: component.urn },
        );
        const exported = [
            component,
            { ...integration, id: "0oa1", delete: true },
            { ...integration, id: "0oa2", pendingReplacement: true },
            { ...integration, id: "0oa3" },
        ];
        const read = readResources({ resources: exported });
        assert.deepEqual(
            expectedIntegrations({ ...emptyStack, ...read }).map(({ id }) => id),
            ["0oa3"],
        );
        assert.deepEqual(read.ownIds, ["0oa1", "0oa2", "0oa3"]);
        assert.deepEqual(
            readPending({ resources: exported }).pendingDeletes?.map(({ id }) => id),
            ["0oa1"],
        );
    });

    it("loses an entry that is to be deleted, and no other", () => {
        const old = { urn: "u", id: "1", delete: true, inputs: { secret: { ciphertext: "v1:x" } } };
        const live = { ...old, id: "2", delete: undefined };
        const onOld = { urn: "below", id: "3", delete: true, dependencies: ["u"] };
        const deployment = { manifest: { version: "v3" }, resources: [old, live, onOld] };
        const without = (...entries: { urn: string; id: string }[]) =>
            withoutEntries(deployment, entries) as typeof deployment;
        assert.deepEqual(without({ urn: "u", id: "1" }), {
            ...deployment,
            resources: [live, onOld],
        });
        // One that is not to be deleted, of another id, or that another one hangs on.
        for (const entry of [
            { urn: "u", id: "2" },
            { urn: "u", id: "4" },
        ]) {
            assert.deepEqual(without(entry), deployment);
        }
        const alone = { resources: [old, { ...live, urn: "below", dependencies: ["u"] }] };
        assert.deepEqual(withoutEntries(alone, [{ urn: "u", id: "1" }]), alone);
    });

    it("knows what depends on a resource, and a name that holds what stands between names", () => {
        const urn = (name: string) => `urn:pulumi:dev::p::t::${name}`;
        const { resources } = readResources({
            resources: [
                { urn: urn("a::b"), type: "t" },
                { urn: urn("child"), type: "t", parent: urn("a::b") },
                { urn: urn("direct"), type: "t", dependencies: [urn("a::b")] },
                { urn: urn("input"), type: "t", propertyDependencies: { x: [urn("a::b")] } },
                { urn: urn("with"), type: "t", deletedWith: urn("a::b") },
                { urn: urn("other"), type: "t", dependencies: [urn("child")] },
            ],
        });
        assert.deepEqual(
            dependentsOf({ resources }, urn("a::b")).map((one) => nameOf(one.urn)),
            ["child", "direct", "input", "with"],
        );
        assert.equal(nameOf(urn("a::b")), "a::b");
    });

    it("may be empty", () => {
        assert.deepEqual(readResources({}), { resources: [], ownIds: [] });
    });
});

describe("a stack's configuration", () => {
    const config = {
        "okta:apiKey": "other",
        "a:apiKey": "another",
        "p:apiKey": "key",
        "p:login": "r@acme.com",
    };
    const stack = { ...emptyStack, config, encryptedKeys: ["p:apiKey", "a:login"] };

    it("is the program's own, and known to be encrypted or not", () => {
        assert.equal(programConfig(stack, "apiKey"), "key");
        assert.equal(programConfig(stack, "gateways"), undefined);
        assert.deepEqual(
            ["apiKey", "login", "gateways"].map((key) => isProgramSecret(stack, key)),
            [true, false, false],
        );
    });
});
