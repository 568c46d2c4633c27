import assert from "node:assert/strict";

import { customRolesFor } from "../../rules/customRoles";
import { checkLimitedView, type LimitedView } from "../../rules/limitedView";
import { checkOAuthScopes, customPermissions } from "../../rules/permissions";
import { roleTypesFor } from "../../rules/roles";

const GROUP = "00g4Yw3Jr6tjir6ms1d7";
const APP = "orn:okta:idp:00o1gkwx:apps:oidc_client:0oa4Yw3Jr6tjir6ms1d7";
const GROUP_SCOPES = ["okta.factors.read", "okta.groups.read", "okta.users.read"];
const both = { visibilityGroups: [GROUP], visibilityApps: [APP] };

describe("a limited view", () => {
    it("takes the place of READ_ONLY_ADMIN by a custom role on some groups, their people and apps", () => {
        const scopes = [...GROUP_SCOPES, "okta.apps.read"];
        const wanted = { ...both, scopes };
        assert.ok(checkLimitedView(wanted).ok);
        assert.ok(checkOAuthScopes(wanted).ok);
        assert.deepEqual(roleTypesFor(wanted), ["CUSTOM"]);
        assert.deepEqual(customPermissions(scopes, wanted), [
            "okta.apps.read",
            "okta.groups.read",
            "okta.users.read",
        ]);
        const [role, ...others] = customRolesFor(wanted);
        assert.deepEqual([role?.topic, others], ["visibility", []]);
        assert.deepEqual(role?.resources("00o1gkwx", "https://a.okta.com", both), [
            `orn:okta:directory:00o1gkwx:groups:${GROUP}`,
            `orn:okta:directory:00o1gkwx:groups:${GROUP}:contained_resources`,
            APP,
        ]);
    });

    it("leaves remediation its own role, and may read by groups or apps alone", () => {
        const remediation = { remediation: true, remediationGroups: [GROUP] };
        const people = { visibilityGroups: [GROUP], scopes: GROUP_SCOPES, ...remediation };
        assert.ok(
            checkLimitedView({ ...people, scopes: [...GROUP_SCOPES, "okta.users.manage"] }).ok,
        );
        assert.deepEqual(
            customRolesFor(people).map(({ topic }) => topic),
            ["visibility", "remediation"],
        );
        assert.ok(checkLimitedView({ visibilityApps: [APP], scopes: ["okta.apps.read"] }).ok);
        assert.ok(checkLimitedView({ scopes: ["okta.logs.read"] }).ok);
    });

    const refused: [wanted: LimitedView, path: string, reason: RegExp][] = [
        [{ ...both }, "scopes", /wanted none but okta.apps.read, okta.factors.read, okta.groups/],
        [
            { visibilityGroups: [GROUP], scopes: ["okta.users.read", "okta.apps.read"] },
            "scopes",
            /got okta.apps.read; wanted none but okta.factors.read, .* since visibilityGroups can/,
        ],
        [
            { ...both, scopes: ["okta.users.read"] },
            "visibilityApps",
            /no scope reads them. Add one of okta.apps.read/,
        ],
        [{ ...both, scopes: ["okta.apps.read"] }, "visibilityGroups", /no scope reads them/],
        [
            { ...both, adminVisibility: true, scopes: ["okta.users.read", "okta.apps.read"] },
            "adminVisibility",
            /it shows all apps and groups/,
        ],
        [
            { ...both, readOnlyAdmin: true, scopes: ["okta.users.read", "okta.apps.read"] },
            "readOnlyAdmin",
            /got true with visibilityGroups and visibilityApps/,
        ],
        [
            { visibilityGroups: [], scopes: GROUP_SCOPES },
            "visibilityGroups",
            /wanted a list of ids/,
        ],
        [
            { visibilityApps: ["0oa4Yw3Jr6tjir6ms1d7"], scopes: ["okta.apps.read"] },
            "visibilityApps[0]",
            /wanted an id, the Okta Resource Name of an app/,
        ],
    ];
    for (const [wanted, path, reason] of refused) {
        it(`is refused as ${JSON.stringify(wanted)}`, () => {
            const checked = checkLimitedView(wanted);
            assert.ok(!checked.ok);
            const [problem, ...others] = checked.problems;
            assert.deepEqual(others, []);
            assert.equal(problem?.propertyPath, path);
            assert.match(problem?.reason ?? "", reason);
        });
    }
});
