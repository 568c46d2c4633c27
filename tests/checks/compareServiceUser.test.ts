import assert from "node:assert/strict";

import { compareServiceUser } from "../../checks/apiKey/compare";
import type { ActualServiceUser } from "../../checks/apiKey/snapshot";
import { expectedServiceUsers } from "../../checks/apiKey/state";
import { answered, codesAndLines, emptyStack, gone, resource } from "./driftFixtures";

const component = resource("rezonate-okta:index:ApiKeyIntegration", "acme");
const parent = component.urn;
const user = resource("okta:user/user:User", "acme-user", {
    id: "00u1",
    parent,
    outputs: { login: "rezonate@acme.com", status: "ACTIVE" },
});
const roles = resource("okta:index/userAdminRoles:UserAdminRoles", "acme-roles", {
    parent,
    outputs: { userId: "00u1", adminRoles: ["READ_ONLY_ADMIN"] },
});
const zone = resource("okta:network/zone:Zone", "acme-zone", {
    id: "nzo1",
    parent,
    outputs: { name: "Rezonate", gateways: ["198.51.100.7", "203.0.113.0/24"] },
});
const token = resource("okta:index/apiToken:ApiToken", "acme-token", {
    id: "00T1",
    parent,
    outputs: { userId: "00u1", network: { connection: "ZONE", includes: ["nzo1"], excludes: [] } },
});
const all = [component, user, roles, zone, token];

const config = { "p:method": "api-key", "p:apiTokenId": "00T1", "p:apiKey": "a-secret-key" };
const stateOf = (resources = all) => expectedServiceUsers({ ...emptyStack, config, resources });

const inZone = { connection: "ZONE", includes: ["nzo1"], excludes: [] };
const seen = {
    user: answered,
    status: "ACTIVE",
    roles: ["READ_ONLY_ADMIN"],
    zone: { answer: answered, gateways: ["198.51.100.7", "203.0.113.0/24"], active: true },
    token: { answer: answered, network: inZone, daysLeft: 30 },
} satisfies ActualServiceUser;

function findings(org: Partial<ActualServiceUser>, resources = all) {
    return stateOf(resources).flatMap((expected) =>
        compareServiceUser(expected, { ...seen, ...org }, { stack: "dev" }),
    );
}

const compare = (...args: Parameters<typeof findings>) => codesAndLines(findings(...args));
const upOf = ({ urn }: { urn: string }): string =>
    `pulumi up --stack dev --refresh --run-program --target ${urn} --skip-preview --yes`;
const forget = ({ urn }: { urn: string }): string => `pulumi state delete ${urn} --stack dev --yes`;
const unsets = ["apiTokenId", "apiKey"].map((key) => `pulumi config rm ${key} --stack dev`);
const wholeUp = "pulumi up --stack dev --skip-preview --yes";

describe("doctor on the API key method: the state", () => {
    it("has the service user of our component with what belongs to it", () => {
        const somebody = resource(user.type, "somebody", { id: "00u2" });
        const [found, ...more] = stateOf([somebody, ...all]);
        assert.deepEqual(more, []);
        assert.deepEqual(
            [found?.name, found?.user.id, found?.zone?.id, found?.token?.id, found?.tokenConfig],
            ["acme", "00u1", "nzo1", "00T1", ["apiTokenId", "apiKey"]],
        );
    });

    it("has no token in the first stage, and a zone only where one is wanted", () => {
        const [found] = stateOf([component, user, roles]);
        assert.deepEqual([found?.token, found?.zone], [undefined, undefined]);
    });
});

describe("doctor on the API key method: from facts to findings", () => {
    it("is ok when state and org agree", () => {
        assert.deepEqual(compare({}), [{ code: "ok", lines: [] }]);
        assert.deepEqual(compare({ status: "PROVISIONED" }), [{ code: "ok", lines: [] }]);
    });

    it("starts anew where the service user was deleted, and its token with it", () => {
        const lines = [...[token, roles, user].map(forget), ...unsets, wholeUp];
        const org = { user: gone, isShown: { user: true } };
        assert.deepEqual(compare(org), [{ code: "user_deleted", lines }]);
        const first = compare(org, [component, user, roles]);
        assert.deepEqual(first, [
            { code: "user_deleted", lines: [forget(roles), forget(user), wholeUp] },
        ]);
    });

    it("activates the service user again, where there is a way back", () => {
        for (const status of ["SUSPENDED", "DEPROVISIONED", "LOCKED_OUT", "STAGED"]) {
            assert.deepEqual(compare({ status }), [{ code: "user_inactive", lines: [upOf(user)] }]);
        }
        const expired = compare({ status: "PASSWORD_EXPIRED" });
        assert.deepEqual(expired, [{ code: "user_inactive", lines: [] }]);
    });

    it("gives the role back and takes others away, but for custom ones", () => {
        const lines = [upOf(roles)];
        assert.deepEqual(compare({ roles: [] }), [{ code: "role_removed", lines }]);
        assert.deepEqual(compare({ roles: ["READ_ONLY_ADMIN", "APP_ADMIN"] }), [
            { code: "role_added", lines },
        ]);
        assert.deepEqual(compare({ roles: ["READ_ONLY_ADMIN", "CUSTOM"] }), [
            { code: "role_added", lines: [] },
        ]);
    });

    it("brings the zone back, with the token that refers to it where it is a new one", () => {
        const changed = (more: object) => ({ zone: { ...seen.zone, ...more } });
        const lines = [upOf(zone)];
        assert.deepEqual(compare(changed({ active: false })), [{ code: "zone_changed", lines }]);
        const gateways = ["198.51.100.7", "192.0.2.1"];
        assert.deepEqual(compare(changed({ gateways })), [{ code: "zone_changed", lines }]);
        assert.equal(
            findings(changed({ gateways }))[0]?.detail,
            "Gateways taken away: 203.0.113.0/24. Gateways added: 192.0.2.1.",
        );
        const anew = "pulumi up --stack dev --refresh --run-program --skip-preview --yes";
        assert.deepEqual(compare(changed({ answer: gone, isShown: true })), [
            { code: "zone_changed", lines: [anew] },
        ]);
    });

    it("forgets a token that was revoked or has ended, with its configuration", () => {
        const lines = [forget(token), ...unsets, wholeUp];
        const revoked = [{ code: "token_revoked", lines }];
        const org = { token: { ...seen.token, answer: gone }, isShown: { token: true } };
        assert.deepEqual(compare(org), revoked);
        assert.deepEqual(compare({ token: { ...seen.token, daysLeft: -1 } }), revoked);
        // Its lines go first: an `up` of the user alone is refused before them.
        const inactive = { code: "user_inactive", lines: [upOf(user)] };
        assert.deepEqual(compare({ ...org, status: "DEPROVISIONED" }), [...revoked, inactive]);
    });

    it("restricts the token again, and tells how it differs", () => {
        const network = { connection: "ANYWHERE", includes: [], excludes: [] };
        const org = { token: { ...seen.token, network } };
        assert.deepEqual(compare(org), [{ code: "token_network_changed", lines: [upOf(token)] }]);
        assert.equal(
            findings(org)[0]?.detail,
            "API token 00T1 may be used from anywhere; in the stack it is from nzo1.",
        );
    });

    it("warns below 10 days that nobody uses the token", () => {
        const codes = (daysLeft?: number) =>
            compare({ token: { ...seen.token, daysLeft } }).map(({ code }) => code);
        assert.deepEqual([codes(10), codes(9), codes(0)], [["ok"], ["token_idle"], ["token_idle"]]);
        assert.deepEqual(codes(undefined), ["ok"]);
    });

    it("names a token beside the stack's, be it the next one or the one before", () => {
        const [own = ""] = [token.id];
        assert.deepEqual(compare({ tokens: [own] }), [{ code: "ok", lines: [] }]);
        assert.deepEqual(compare({ tokens: [own, "00T9"] }), [
            { code: "token_unrecorded", lines: [] },
        ]);
    });

    it("tells in the first stage what a person has to do", () => {
        const stage = [component, user, roles, zone];
        assert.deepEqual(compare({ tokens: [] }, stage), [{ code: "token_wanted", lines: [] }]);
        assert.equal(
            findings({ tokens: [] }, stage)[0]?.detail,
            'A person has to make an API token as rezonate@acme.com, to be used from the zone "Rezonate" only.',
        );
        const [found] = findings({ tokens: ["00T2"] }, stage);
        assert.equal(found?.code, "token_unrecorded");
        assert.match(found.detail, /: pulumi config set apiTokenId 00T2 --plaintext --stack dev$/);
        const hidden = compare({ tokens: undefined }, stage);
        assert.deepEqual(hidden, [{ code: "could_not_check", lines: [] }]);
    });

    it("believes no deletion that it may not see", () => {
        const codes = (org: Partial<ActualServiceUser>) => compare(org).map(({ code }) => code);
        assert.deepEqual(codes({ user: gone }), ["could_not_check"]);
        assert.deepEqual(codes({ zone: { ...seen.zone, answer: gone } }), ["could_not_check"]);
        assert.deepEqual(codes({ token: { ...seen.token, answer: gone } }), ["could_not_check"]);
    });

    it("says what it may not see", () => {
        const forbidden = { ...answered, status: 403 };
        const codes = (org: Partial<ActualServiceUser>) => compare(org).map(({ code }) => code);
        assert.deepEqual(codes({ user: forbidden }), ["could_not_check"]);
        assert.deepEqual(codes({ roles: undefined }), ["could_not_check"]);
        assert.deepEqual(codes({ zone: { ...seen.zone, answer: forbidden } }), ["could_not_check"]);
        assert.deepEqual(codes({ token: { ...seen.token, answer: forbidden } }), [
            "could_not_check",
        ]);
    });
});
