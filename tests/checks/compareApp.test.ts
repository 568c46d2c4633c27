import assert from "node:assert/strict";

import { formatCommand, orderCommands } from "../../checks/drift/commands";
import { compareApp } from "../../checks/oauth/compare";
import type { ActualApp, ExpectedApp } from "../../checks/oauth/snapshot";
import { answered, codesAndLines, gone } from "./driftFixtures";

const base = "urn:pulumi:dev::p::a$b";
const state: ExpectedApp = {
    urn: `${base}::app`,
    protect: true,
    id: "0oa1",
    clientId: "0oa1",
    label: "Rezonate",
    kids: ["one"],
    network: { connection: "ANYWHERE", includes: [], excludes: [] },
    scopes: [{ urn: `${base}::scopes`, protect: false, scopes: ["okta.users.read"] }],
    roles: [{ urn: `${base}::role`, protect: false, id: "ra1", type: "READ_ONLY_ADMIN" }],
};
const seen: ActualApp = {
    app: answered,
    label: "Rezonate",
    active: true,
    dpop: false,
    keys: [{ kid: "one", active: true }],
    grants: ["okta.users.read"],
    roles: [{ id: "ra1", type: "READ_ONLY_ADMIN" }],
};

function compare(org: Partial<ActualApp>): { code: string; lines: string[] }[] {
    return codesAndLines(compareApp(state, { ...seen, ...org }, { stack: "dev" }));
}

const refresh = (name: string): string =>
    `pulumi up --stack dev --refresh --run-program --target '${base}::${name}' --skip-preview --yes`;

describe("doctor: from facts to findings", () => {
    it("is ok when state and org agree", () => {
        assert.deepEqual(compare({}), [{ code: "ok", lines: [] }]);
    });

    it("gives the exact lines for a deleted app, dependents first, protection lifted", () => {
        assert.deepEqual(compare({ app: gone, isShown: true }), [
            {
                code: "app_deleted",
                lines: [
                    `pulumi state delete '${base}::role' --stack dev --yes`,
                    `pulumi state delete '${base}::scopes' --stack dev --yes`,
                    `pulumi state delete '${base}::app' --stack dev --force --yes`,
                    "pulumi up --stack dev --skip-preview --yes",
                ],
            },
        ]);
    });

    it("tells from where the app gets tokens, whichever way it is written, and what the zone is", () => {
        const anywhere = state.network;
        const zone = { connection: "ZONE", includes: ["nzo1"], excludes: [] };
        // The stack says nothing of it, so that there is nothing to go back to.
        const finding = [{ code: "network_changed", lines: [] }];
        assert.deepEqual(compare({ network: anywhere }), [{ code: "ok", lines: [] }]);
        assert.deepEqual(compare({ network: zone }), finding);
        assert.deepEqual(compare({ network: { ...zone, includes: [] } }), finding);
        const fenced = {
            ...state,
            network: zone,
            zone: {
                urn: `${base}::zone`,
                protect: false,
                id: "nzo1",
                name: "rezonate-app-zone-0a1b2c3",
                gateways: ["192.0.2.1"],
            },
        };
        const seenFenced = { ...seen, network: zone };
        const ofZone = { answer: answered, gateways: ["192.0.2.1"], active: true };
        const compareFenced = (org: Partial<ActualApp>) =>
            codesAndLines(compareApp(fenced, { ...seenFenced, ...org }, { stack: "dev" }));
        assert.deepEqual(compareFenced({ zone: ofZone }), [{ code: "ok", lines: [] }]);
        assert.deepEqual(compareFenced({ zone: ofZone, network: anywhere }), [
            { code: "network_changed", lines: [refresh("app")] },
        ]);
        for (const change of [{ active: false }, { gateways: ["0.0.0.0/0"] }]) {
            assert.deepEqual(compareFenced({ zone: { ...ofZone, ...change } }), [
                { code: "zone_changed", lines: [refresh("zone")] },
            ]);
        }
        const deleted = { ...ofZone, answer: gone, isShown: true };
        assert.deepEqual(compareFenced({ zone: deleted }), [
            {
                code: "zone_changed",
                lines: ["pulumi up --stack dev --refresh --run-program --skip-preview --yes"],
            },
        ]);
        assert.deepEqual(
            compareFenced({ app: gone, isShown: true, zone: deleted }).map(({ code }) => code),
            ["app_deleted", "zone_changed"],
        );
    });

    it("tells changes of settings, keys, grants and roles apart", () => {
        assert.deepEqual(compare({ active: false }), [
            { code: "app_inactive", lines: [refresh("app")] },
        ]);
        assert.deepEqual(compare({ label: "X" }), [
            { code: "label_changed", lines: [refresh("app")] },
        ]);
        assert.deepEqual(compare({ dpop: true }), [{ code: "dpop_on", lines: [] }]);
        assert.deepEqual(compare({ keys: [{ kid: "one", active: false }] }), [
            { code: "key_inactive", lines: [] },
        ]);
        assert.deepEqual(
            compare({ keys: [{ kid: "two", active: true }] }).map(({ code }) => code),
            ["key_removed", "key_added"],
        );
        assert.deepEqual(compare({ grants: ["okta.apps.read"] }), [
            { code: "grant_removed", lines: [refresh("scopes")] },
            { code: "grant_added", lines: [refresh("scopes")] },
        ]);
        assert.deepEqual(compare({ roles: [] }), [
            {
                code: "role_removed",
                lines: [
                    `pulumi state delete '${base}::role' --stack dev --yes`,
                    `pulumi up --stack dev --target '${base}::role' --skip-preview --yes`,
                ],
            },
        ]);
        const more = [...(seen.roles ?? []), { id: "x", type: "APP_ADMIN" }];
        assert.deepEqual(compare({ roles: more }), [{ code: "role_added", lines: [] }]);
    });

    it("takes a role that was assigned after a lost one out of the state with it, and back in", () => {
        const parent = { parent: `${base}::i`, provider: `${base}::p` };
        const later = { ...parent, urn: `${base}::later`, id: "ra2", type: "CUSTOM cr1 on iam1" };
        const dependents = [{ urn: later.urn, type: "okta:app/oauthRoleAssignment" }];
        const [first] = state.roles.map((role) => ({ ...role, ...parent, dependents }));
        assert.ok(first !== undefined);
        const both = { ...state, roles: [first, later] };
        const lines = (roles: ActualApp["roles"]) =>
            codesAndLines(compareApp(both, { ...seen, roles }, { stack: "dev" }));
        const [removed] = lines([{ id: "ra2", type: later.type }]);
        assert.equal(removed?.code, "role_removed");
        const [del, delFirst, renew, back, again, ...rest] = removed.lines;
        assert.deepEqual(rest, []);
        assert.match(del ?? "", /state delete .*::later/);
        assert.match(delFirst ?? "", /state delete .*::role/);
        assert.match(renew ?? "", /up .*::p'? /);
        assert.match(back ?? "", /import .* later 0oa1\/ra2 --parent /);
        assert.match(again ?? "", /up .*::role/);
        const none = lines([]);
        assert.ok(none.every(({ code }) => code === "role_removed"));
        assert.ok(none.every(({ lines: all }) => !all.some((line) => /import/.test(line))));
    });

    it("believes no deletion and no change that it may not see", () => {
        const hidden = { ...seen, grants: undefined, roles: undefined };
        assert.deepEqual(
            compareApp(state, hidden, { stack: "dev" }).map(({ code }) => code),
            ["could_not_check", "could_not_check"],
        );
        assert.deepEqual(compare({ app: gone }), [{ code: "could_not_check", lines: [] }]);
        assert.deepEqual(compare({ app: gone, isShown: false }), [
            { code: "could_not_check", lines: [] },
        ]);
    });

    it("takes nothing out of the state on which something else depends, but a version of an AWS secret", () => {
        const on = (type: string) => [{ urn: `urn:pulumi:dev::p::${type}::report`, type }];
        const blocked = compareApp(
            { ...state, dependents: on("pkg:index:Report") },
            { ...seen, app: gone, isShown: true },
            { stack: "dev" },
        );
        assert.deepEqual(codesAndLines(blocked), [{ code: "app_deleted", lines: [] }]);
        assert.match(blocked[0]?.detail ?? "", /report in the state depends on it/);
        const version = "aws:secretsmanager/secretVersion:SecretVersion";
        const [finding] = compareApp(
            { ...state, dependents: on(version) },
            { ...seen, app: gone, isShown: true },
            { stack: "dev" },
        );
        assert.deepEqual(finding?.fixes[0]?.slice(0, 2), ["state", "delete"]);
        assert.match(String(finding?.fixes[0]?.[2]), /report$/);
    });

    it("runs each line once: the state, imports after their provider, a whole up before targeted ones", () => {
        const order = orderCommands([
            ["up", "--target", "b"],
            ["up"],
            ["state", "delete", "a"],
            ["import", "t", "n", "i"],
            ["up", "--target", "urn:pulumi:dev::p::pulumi:providers:okta::acme"],
            ["up", "--target", "b"],
        ]);
        assert.deepEqual(order, [
            ["state", "delete", "a"],
            ["up", "--target", "urn:pulumi:dev::p::pulumi:providers:okta::acme"],
            ["import", "t", "n", "i"],
            ["up"],
            ["up", "--target", "b"],
        ]);
    });

    it("quotes what a shell would take apart", () => {
        assert.equal(formatCommand(["up", "a$b", "it's"]), `pulumi up 'a$b' 'it'\\''s'`);
    });
});
