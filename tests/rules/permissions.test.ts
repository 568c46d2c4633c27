import assert from "node:assert/strict";

import { KNOWN_SCOPES } from "../../rules/knownScopes";
import {
    checkOAuthScopes,
    checkServedScopes,
    unservedScopeWarnings,
    visibilityPermissions,
} from "../../rules/permissions";
import { visibilityResources } from "../../rules/resourceNames";
import { AdminRole, READ_ONLY_ROLES, rolesFor } from "../../rules/roles";
import { SCOPE_ACCESS } from "../../rules/scopeAccess";
import { READ_ONLY_SCOPES, REMEDIATION_SCOPES } from "../../rules/scopes";

describe("what serves a scope", () => {
    it("is told for every scope of the profile, in one sentence, of scopes that there are", () => {
        for (const scope of [...READ_ONLY_SCOPES, ...REMEDIATION_SCOPES]) {
            assert.ok(SCOPE_ACCESS[scope], scope);
        }
        for (const [scope, { purpose, permission, doubt }] of Object.entries(SCOPE_ACCESS)) {
            assert.ok(KNOWN_SCOPES.includes(scope), scope);
            for (const text of [purpose, doubt ?? "None."]) {
                assert.match(text, /^[A-Z][^.]*(\.[a-z][^.]*)*\.$/, scope);
            }
            assert.match(permission ?? "okta.none.read", /^okta(\.[a-z][A-Za-z]*)+$/);
        }
    });

    it("is READ_ONLY_ADMIN for the profile, and with it USER_ADMIN for remediation", () => {
        const read = checkServedScopes(READ_ONLY_SCOPES, [], { roles: READ_ONLY_ROLES });
        assert.deepEqual(read, { ok: true, value: [...READ_ONLY_SCOPES].sort() });
        const all = checkOAuthScopes({ remediation: true });
        assert.deepEqual(all.ok && all.value.length, 17);
        assert.deepEqual(
            unservedScopeWarnings(all.ok ? all.value : [], {
                roles: rolesFor({ remediation: true, remediationRole: "USER_ADMIN" }),
            }),
            [],
        );
    });

    const refused: readonly (readonly [scope: string, ...roles: AdminRole[]])[] = [
        ["okta.logStreams.read", AdminRole.ReadOnlyAdmin],
        ["okta.logStreams.read", AdminRole.ReadOnlyAdmin, AdminRole.OrgAdmin],
        ["okta.networkZones.read", AdminRole.HelpDeskAdmin],
        ["okta.roles.read", AdminRole.UserAdmin, AdminRole.AppAdmin],
        ["okta.users.read", AdminRole.WorkflowsAdmin],
    ];
    for (const [scope, ...roles] of refused) {
        it(`refuses ${scope} with ${roles.join(" and ")}, by its place in the list`, () => {
            const checked = checkServedScopes(["okta.brands.read", scope], [], { roles });
            assert.ok(!checked.ok);
            const [{ propertyPath, reason } = { propertyPath: "", reason: "" }, ...more] =
                checked.problems;
            assert.deepEqual([propertyPath, more], ["scopes[1]", []]);
            assert.match(
                reason,
                new RegExp(`^got "${scope}", which ${roles.join(" and ")} cannot`),
            );
            assert.match(reason, /Wanted one of the roles .*SUPER_ADMIN/);
        });
    }

    it("takes what a role, a permission, or one that is not known here may serve", () => {
        const scopes = ["okta.networkZones.read", "okta.roles.read"];
        const served = (roles: string[], permissions: string[] = []) =>
            checkServedScopes(scopes, [], { roles, permissions }).ok;
        assert.ok(served([AdminRole.SuperAdmin]));
        assert.ok(served([AdminRole.HelpDeskAdmin, AdminRole.ReadOnlyAdmin]));
        assert.ok(served(["A_NEW_ADMIN"]));
        assert.ok(served([]));
        assert.ok(!served([AdminRole.HelpDeskAdmin], ["okta.iam.read"]));
        assert.ok(
            checkServedScopes(["okta.roles.read"], [], {
                roles: [AdminRole.HelpDeskAdmin],
                permissions: ["okta.iam.read"],
            }).ok,
        );
        const unknown = checkServedScopes(["okta.brands.read"], [], {
            roles: [AdminRole.WorkflowsAdmin],
        });
        assert.ok(unknown.ok);
    });

    it("asks by adminVisibility for no more than the scopes call for, in the org's partition", () => {
        assert.deepEqual(visibilityPermissions(READ_ONLY_SCOPES), [
            "okta.apps.read",
            "okta.iam.read",
            "okta.users.apitokens.read",
        ]);
        assert.deepEqual(visibilityPermissions(["okta.users.read", "okta.roles.read"]), [
            "okta.iam.read",
        ]);
        const visible = (scopes: string[]) => checkOAuthScopes({ scopes, adminVisibility: true });
        assert.ok(visible(["okta.apps.read"]).ok);
        const without = visible(["okta.users.read", "okta.appGrants.read"]);
        assert.ok(!without.ok && without.problems[0]?.propertyPath === "adminVisibility");
        for (const [url, partition] of [
            ["https://acme.okta.com", "okta"],
            ["https://acme.okta-emea.com", "okta"],
            ["https://acme.oktapreview.com", "oktapreview"],
            ["https://oktapreview.com.acme.com", "okta"],
        ] as const) {
            for (const orn of visibilityResources("00o1", url)) {
                assert.match(orn, new RegExp(`^orn:${partition}:\\w+:00o1:\\w+$`));
            }
        }
    });

    it("only warns of a scope that may change the org, since its role may come from elsewhere", () => {
        const scopes = ["okta.users.manage", "okta.users.read"];
        const assigned = { roles: READ_ONLY_ROLES };
        assert.ok(checkServedScopes(scopes, ["okta.users.manage"], assigned).ok);
        const [warning = "", ...more] = unservedScopeWarnings(scopes, assigned);
        assert.match(
            warning,
            /"okta.users.manage", which READ_ONLY_ADMIN cannot use: .*USER_ADMIN/,
        );
        assert.deepEqual(more, []);
    });
});
