import assert from "node:assert/strict";

import { verifyFindings } from "../../checks/verify/evaluate";
import type { VerifySnapshot } from "../../checks/verify/snapshot";
import type { CallResult } from "../../okta/call";

const answered: CallResult = {
    status: 200,
    errorCode: undefined,
    reason: "",
    challenge: undefined,
    foreign: false,
    entries: 1,
    waitedMs: 0,
};

function facts(more: Partial<VerifySnapshot> = {}): VerifySnapshot {
    return {
        requestedScopes: ["okta.users.read"],
        refusals: new Map(),
        tokenScopes: ["okta.users.read"],
        dpopRequired: false,
        calls: new Map([["okta.users.read", answered]]),
        app: { kind: "unknown" },
        expectedRoles: ["READ_ONLY_ADMIN"],
        ...more,
    };
}

function codeOf(
    scope: string,
    call: Partial<CallResult>,
    more: Partial<VerifySnapshot> = {},
): string {
    const [first] = verifyFindings(
        facts({
            requestedScopes: [scope],
            tokenScopes: [scope],
            calls: new Map([[scope, { ...answered, entries: undefined, ...call }]]),
            ...more,
        }),
    );
    return first?.code ?? "none";
}

describe("verify: from facts to findings", () => {
    it("names what keeps it out, where the stack says so", () => {
        const said = "The org answered 403 access_denied.";
        const refusals = new Map([
            ["okta.users.read", { code: "network_blocked" as const, detail: said }],
        ]);
        const detailOf = (allowedFrom?: string) =>
            verifyFindings(facts({ refusals, tokenScopes: [], allowedFrom }))[0]?.detail;
        assert.equal(detailOf(), said);
        assert.equal(
            detailOf("192.0.2.1 (gateways)"),
            `${said} The stack lets these credentials work from 192.0.2.1 (gateways) only.`,
        );
    });

    it("judges an answer by status, body and list", () => {
        const users = "okta.users.read";
        assert.equal(codeOf(users, { entries: 3 }), "ok");
        assert.equal(codeOf(users, { entries: 0 }), "missing_role");
        assert.equal(codeOf("okta.groups.read", { entries: 0 }), "empty_but_200");
        assert.equal(codeOf("okta.devices.read", { entries: 0 }), "ok");
        assert.equal(codeOf(users, { status: 403, errorCode: "E0000006" }), "missing_role");
        assert.equal(
            codeOf(users, { status: 403, challenge: "insufficient_scope" }),
            "missing_scope",
        );
        assert.equal(codeOf(users, { status: 401, challenge: "invalid_token" }), "app_inactive");
        assert.equal(codeOf(users, { status: 302, foreign: true }), "wrong_host");
        assert.equal(codeOf(users, { status: 429 }), "rate_limited");
        assert.equal(codeOf(users, { status: 503 }), "unreachable");
        assert.equal(codeOf(users, { status: undefined, reason: "no answer" }), "unreachable");
        const dpop = { status: 400, reason: "The resource request requires a DPoP proof." };
        assert.equal(codeOf(users, dpop), "dpop_required");
    });

    it("takes a feature the org does not have for no fault of the integration", () => {
        const absent = { status: 401, errorCode: "E0000015" };
        assert.equal(codeOf("okta.devices.read", absent), "ok");
        assert.equal(
            codeOf("okta.users.read", { status: 404, errorCode: "E0000008" }),
            "wrong_host",
        );
    });

    it("takes 404 for the proof of a manage scope, and 403 for a missing role", () => {
        const scope = "okta.users.manage";
        assert.equal(codeOf(scope, { status: 404, errorCode: "E0000007" }), "ok");
        assert.equal(codeOf(scope, { status: 403, errorCode: "E0000006" }), "missing_role");
    });

    it("says of an EC key that is refused without its curve what to use instead", () => {
        const scope = "okta.users.read";
        const code = "key_not_registered" as const;
        const refusals = new Map([[scope, { code, detail: "The org answered 401." }]]);
        const of = (more: Partial<VerifySnapshot>) =>
            verifyFindings(facts({ refusals, signsWithEc: true, ...more }))[0];
        const on = { kind: "active", key: "ACTIVE", isWithoutCurve: true } as const;
        const absent = { kind: "active", key: "absent" } as const;
        assert.equal(of({})?.code, "ec_key_refused");
        assert.match(of({ app: on })?.hint ?? "", /RSA key.*jwksUri/);
        assert.equal(of({ app: on })?.code, "ec_key_refused");
        assert.equal(of({ app: { ...on, isWithoutCurve: false } })?.code, code);
        assert.equal(of({ app: absent })?.code, code);
        assert.equal(of({ signsWithEc: false })?.code, code);
    });

    it("says of a scope without a known call that only the token proves it", () => {
        const scope = "okta.somethingNew.read";
        const [finding] = verifyFindings(
            facts({ requestedScopes: [scope], tokenScopes: [scope], calls: new Map() }),
        );
        assert.equal(finding?.code, "ok");
        assert.match(finding?.detail ?? "", /no cheap call is known/);
    });

    it("does not fault an app for not being Super Admin, but one without any role", () => {
        const refused = { ...answered, status: 403, errorCode: "E0000006", entries: undefined };
        const both = (users: CallResult): string[] =>
            verifyFindings(
                facts({
                    requestedScopes: ["okta.roles.read", "okta.users.read"],
                    tokenScopes: ["okta.roles.read", "okta.users.read"],
                    calls: new Map([
                        ["okta.roles.read", refused],
                        ["okta.users.read", users],
                    ]),
                }),
            ).map(({ code }) => code);
        assert.deepEqual(both(answered), ["ok", "ok"]);
        assert.deepEqual(both({ ...answered, entries: 0 }), ["missing_role", "missing_role"]);
    });

    it("tells with the runner's view why no token is given", () => {
        const refusal = { code: "key_not_registered", detail: "The org answered 401." } as const;
        const why = (app: VerifySnapshot["app"]): string | undefined =>
            verifyFindings(
                facts({ tokenScopes: [], refusals: new Map([["okta.users.read", refusal]]), app }),
            )[0]?.code;
        assert.equal(why({ kind: "unknown" }), "key_not_registered");
        assert.equal(why({ kind: "missing" }), "app_inactive");
        assert.equal(why({ kind: "inactive" }), "app_inactive");
        assert.equal(why({ kind: "active", key: "INACTIVE" }), "key_inactive");
        assert.equal(why({ kind: "active", key: "absent" }), "key_not_registered");
    });

    it("finds roles, grants and writes that were not asked for", () => {
        const excess = (more: Partial<VerifySnapshot>): string[] =>
            verifyFindings(facts(more))
                .filter(({ code }) => code === "too_much_access")
                .map(({ subject }) => subject);
        assert.deepEqual(excess({ roles: ["READ_ONLY_ADMIN", "CUSTOM", "REPORT_ADMIN"] }), []);
        assert.deepEqual(excess({ roles: ["SUPER_ADMIN", "HELP_DESK_ADMIN"] }), ["*", "*"]);
        assert.deepEqual(excess({ roles: ["USER_ADMIN"], expectedRoles: ["USER_ADMIN"] }), []);
        assert.deepEqual(excess({ grants: ["okta.users.read", "okta.apps.manage"] }), [
            "okta.apps.manage",
        ]);
        const refused = { ...answered, status: 403, entries: undefined };
        assert.deepEqual(excess({ forbiddenWrite: refused }), []);
        const letThrough = { ...refused, status: 404, errorCode: "E0000007" };
        assert.deepEqual(excess({ forbiddenWrite: letThrough }), ["*"]);
    });
});
