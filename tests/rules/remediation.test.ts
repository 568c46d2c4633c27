import assert from "node:assert/strict";

import {
    checkRemediation,
    type Remediation,
    REMEDIATION_PERMISSIONS,
} from "../../rules/remediation";
import { remediationResources } from "../../rules/resourceNames";
import { rolesFor, roleTypesFor } from "../../rules/roles";

const A = "00g4Yw3Jr6tjir6ms1d7";
const B = "00g4Yw3Jr6tjir6ms1d8";

describe("remediation", () => {
    it("creates, changes and deletes nothing: no permission of it is one to manage at large", () => {
        const allowed = /\.read$|^okta\.users\.(lifecycle|credentials)\.[a-z]+[A-Z]?\w*$/;
        const memberships = ["okta.groups.members.manage", "okta.users.groupMembership.manage"];
        for (const permission of REMEDIATION_PERMISSIONS) {
            assert.ok(allowed.test(permission) || memberships.includes(permission), permission);
            assert.doesNotMatch(
                permission,
                /create|delete|deactivate|\.(lifecycle|credentials)\.manage/,
            );
        }
        assert.deepEqual(REMEDIATION_PERMISSIONS, [...REMEDIATION_PERMISSIONS].sort());
        assert.equal(REMEDIATION_PERMISSIONS.length, 10);
    });

    it("has a custom role beside READ_ONLY_ADMIN, or USER_ADMIN where that is asked for", () => {
        const remediation = true;
        for (const [wanted, roles] of [
            [{}, ["READ_ONLY_ADMIN"]],
            [{ remediationRole: "USER_ADMIN" }, ["READ_ONLY_ADMIN"]],
            [{ remediation }, ["READ_ONLY_ADMIN", "CUSTOM"]],
            [{ remediation, remediationRole: "CUSTOM" }, ["READ_ONLY_ADMIN", "CUSTOM"]],
            [{ remediation, remediationRole: "USER_ADMIN" }, ["READ_ONLY_ADMIN", "USER_ADMIN"]],
            [{ remediation, readOnlyAdmin: false }, ["CUSTOM"]],
            [{ adminVisibility: true }, ["READ_ONLY_ADMIN", "CUSTOM"]],
            [{ remediation, adminVisibility: true }, ["READ_ONLY_ADMIN", "CUSTOM"]],
        ] as const) {
            assert.deepEqual(roleTypesFor(wanted), roles, JSON.stringify(wanted));
            assert.ok(!rolesFor(wanted).includes("CUSTOM"));
        }
    });

    it("covers a group and the people in it by a resource each, or all", () => {
        const url = "https://acme.okta.com";
        assert.deepEqual(remediationResources("00o1", url, undefined), [
            "orn:okta:directory:00o1:groups",
            "orn:okta:directory:00o1:users",
        ]);
        assert.deepEqual(remediationResources("00o1", "https://acme.oktapreview.com", [B, A]), [
            `orn:oktapreview:directory:00o1:groups:${A}`,
            `orn:oktapreview:directory:00o1:groups:${A}:contained_resources`,
            `orn:oktapreview:directory:00o1:groups:${B}`,
            `orn:oktapreview:directory:00o1:groups:${B}:contained_resources`,
        ]);
    });

    const refused: readonly (readonly [wanted: Remediation, path: string, reason: RegExp])[] = [
        [{ remediationRole: "ADMIN" }, "remediationRole", /wanted "CUSTOM" or "USER_ADMIN"/],
        [{ remediationGroups: [] }, "remediationGroups", /got \[\]; wanted a list of ids/],
        [{ remediationGroups: ["Staff"] }, "remediationGroups[0]", /got "Staff"; wanted an id/],
        [{ remediationGroups: [A, A] }, "remediationGroups[1]", /a second time/],
        [{ remediationExcept: [A] }, "remediationExcept", /cannot leave people out/],
        [
            { remediationGroups: [A, B], remediationExcept: [B] },
            "remediationExcept[0]",
            /in remediationGroups too/,
        ],
        [
            { remediationGroups: [A], remediationRole: "USER_ADMIN" },
            "remediationGroups",
            /covers every group/,
        ],
    ];
    for (const [wanted, path, reason] of refused) {
        it(`is refused as ${JSON.stringify(wanted)}`, () => {
            const checked = checkRemediation({ remediation: true, ...wanted });
            assert.ok(!checked.ok);
            assert.deepEqual(
                checked.problems.map(({ propertyPath }) => propertyPath),
                [path],
            );
            assert.match(String(checked.problems[0]?.reason), reason);
        });
    }

    it("is taken with groups, and with people left out of them", () => {
        const all = { remediationGroups: [A], remediationExcept: [B] };
        assert.ok(checkRemediation({ remediation: true, ...all }).ok);
        assert.ok(checkRemediation({}).ok);
    });
});
