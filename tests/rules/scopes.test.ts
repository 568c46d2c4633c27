import assert from "node:assert/strict";

import { KNOWN_SCOPES } from "../../rules/knownScopes";
import {
    checkScopes,
    isManageScope,
    READ_ONLY_SCOPES,
    REMEDIATION_SCOPES,
    unknownScopeWarnings,
} from "../../rules/scopes";

describe("scopes", () => {
    it("has a read-only profile of 15 known scopes that change nothing", () => {
        assert.equal(READ_ONLY_SCOPES.length, 15);
        assert.deepEqual(READ_ONLY_SCOPES.filter(isManageScope), []);
        assert.deepEqual(unknownScopeWarnings([...READ_ONLY_SCOPES, ...REMEDIATION_SCOPES]), []);
        assert.deepEqual(checkScopes(READ_ONLY_SCOPES, []), {
            ok: true,
            value: [...READ_ONLY_SCOPES].sort(),
        });
    });

    it("knows each of its 202 names once", () => {
        assert.equal(new Set(KNOWN_SCOPES).size, 202);
    });

    const refused: [given: unknown, because: RegExp][] = [
        ["", /wanted the name of an Okta API scope/],
        [7, /wanted the name of an Okta API scope/],
        [" okta.users.read", /blanks around it; wanted "okta.users.read"/],
        ["okta.users.read okta.groups.read", /one scope in each item/],
        ["Okta.Users.Read", /case-sensitive. Wanted "okta.users.read"/],
        ["okta.apitokens.read", /case-sensitive. Wanted "okta.apiTokens.read"/],
        ["openid", /OpenID Connect scope/],
        ["offline_access", /OpenID Connect scope/],
        ["okta.users.read.self", /about the user who signed in/],
        ["okta.myAccount.profile.read", /about the user who signed in/],
        ["users.read", /of the form okta/],
        ["okta.users", /of the form okta/],
        ["okta.users.manage", /Set remediation/],
        ["okta.apps.manage", /allowedManageScopes/],
        ["okta.clients.register", /allowedManageScopes/],
    ];
    for (const [given, because] of refused) {
        it(`refuses ${JSON.stringify(given)}`, () => {
            const checked = checkScopes(["okta.groups.read", given], []);
            assert.ok(!checked.ok);
            assert.equal(checked.problems.length, 1);
            assert.equal(checked.problems[0]?.propertyPath, "scopes[1]");
            assert.match(checked.problems[0].reason, because);
        });
    }

    it("refuses an empty list, a repeated scope and what is no list", () => {
        for (const given of [[], "okta.users.read", undefined]) {
            assert.ok(!checkScopes(given, []).ok);
        }
        const repeated = checkScopes(["okta.users.read", "okta.users.read"], []);
        assert.ok(!repeated.ok);
        assert.match(repeated.problems[0]?.reason ?? "", /a second time/);
    });

    it("takes a manage scope that was allowed by name", () => {
        assert.ok(checkScopes(["okta.apps.manage"], ["okta.apps.manage"]).ok);
    });

    it("takes an unknown name with a warning that names the nearest one", () => {
        assert.ok(checkScopes(["okta.user.read"], []).ok);
        assert.match(
            unknownScopeWarnings(["okta.user.read"])[0] ?? "",
            /"okta.user.read" is not among .* The nearest known one is "okta.users.read"/,
        );
        assert.doesNotMatch(
            unknownScopeWarnings(["okta.somethingEntirelyNew.read"])[0] ?? "",
            /nearest/,
        );
    });
});
