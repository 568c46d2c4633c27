import assert from "node:assert/strict";

import {
    checkRemediation,
    isRemediationOver,
    type Remediation,
    REMEDIATION_PERMISSIONS,
    remediationNotices,
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
        assert.deepEqual(remediationResources("00o1", url, {}), [
            "orn:okta:directory:00o1:groups",
            "orn:okta:directory:00o1:users",
        ]);
        assert.deepEqual(
            remediationResources("00o1", "https://acme.oktapreview.com", {
                remediationGroups: [B, A],
            }),
            [
                `orn:oktapreview:directory:00o1:groups:${A}`,
                `orn:oktapreview:directory:00o1:groups:${A}:contained_resources`,
                `orn:oktapreview:directory:00o1:groups:${B}`,
                `orn:oktapreview:directory:00o1:groups:${B}:contained_resources`,
            ],
        );
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
        [{ remediationUntil: "2026-06-31" }, "remediationUntil", /wanted a day/],
        [{ remediationUntil: "soon" }, "remediationUntil", /got "soon"/],
        [{ remediationUntil: "2026-12-31T10:00:00Z" }, "remediationUntil", /wanted a day/],
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

    it("is taken with groups, with people left out of them, and with a day", () => {
        const all = {
            remediationGroups: [A],
            remediationExcept: [B],
            remediationUntil: "2028-02-29",
        };
        assert.ok(checkRemediation({ remediation: true, ...all }).ok);
        assert.ok(checkRemediation({}).ok);
    });

    it("ends when its day begins in UTC, and is spoken of two weeks before", () => {
        const wanted = { remediation: true, remediationUntil: "2026-12-31" };
        const cases: [now: string, isOver: boolean, notice: RegExp | undefined][] = [
            ["2026-12-16T23:59:59Z", false, undefined],
            ["2026-12-17T00:00:00Z", false, /ends in 14 days: .* from 2026-12-31 \(UTC\) on/],
            ["2026-12-30T23:59:59.999Z", false, /ends in 1 day:/],
            ["2026-12-31T00:00:00Z", true, undefined],
            ["2027-01-02T00:00:00Z", true, undefined],
        ];
        for (const [at, isOver, notice] of cases) {
            const now = new Date(at);
            assert.equal(isRemediationOver(wanted, now), isOver, at);
            const [text] = remediationNotices(wanted, now);
            assert.ok(notice === undefined ? text === undefined : notice.test(text ?? ""), text);
        }
        for (const never of [
            { ...wanted, remediation: false },
            { remediation: true },
            { remediation: true, remediationUntil: "soon" },
        ]) {
            const now = new Date("2030-01-01");
            assert.equal(isRemediationOver(never, now), false);
            assert.deepEqual(remediationNotices(never, now), []);
        }
    });
});
