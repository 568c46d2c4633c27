import assert from "node:assert/strict";

import { adoptionProblems, checkAdoptedApp } from "../../rules/adopt";

const applicationId = "0oa4Yw3Jr6tjir6ms1d7";
const roles = ["READ_ONLY_ADMIN"];
const problems = (adopt: unknown): string[] => {
    const checked = checkAdoptedApp(adopt, roles);
    return checked.ok ? [] : checked.problems.map((one) => `${one.propertyPath}: ${one.reason}`);
};

describe("an app to take over", () => {
    it("is named by its id, with the role assignments that it has", () => {
        assert.deepEqual(problems({ applicationId }), []);
        const roleAssignments = { READ_ONLY_ADMIN: "ra18L4yBvie8ErvXY1d7" };
        assert.deepEqual(problems({ applicationId, roleAssignments, hasGrants: false }), []);
        assert.deepEqual(problems({ applicationId, roleAssignments: {} }), []);
    });

    it("is refused with every fault at once", () => {
        const found = problems({
            applicationId: "0oa1",
            roleAssignments: { READ_ONLY_ADMIN: "a/b", SUPER_ADMIN: "ra18L4yBvie8ErvXY1d7" },
            hasGrants: "no",
            applicationID: applicationId,
        });
        assert.deepEqual(
            found.map((one) => one.split(": ")[0]),
            [
                "adopt.applicationID",
                "adopt.applicationId",
                "adopt.hasGrants",
                "adopt.roleAssignments.READ_ONLY_ADMIN",
                "adopt.roleAssignments.SUPER_ADMIN",
            ],
        );
        for (const other of [null, [], "0oa", 7, undefined]) {
            assert.match(String(problems(other)), /^adopt: got .*; wanted an object/);
        }
        for (const other of [null, [1], "ra1", 7]) {
            assert.match(
                String(problems({ applicationId, roleAssignments: other })),
                /^adopt.roleAssignments/,
            );
        }
        for (const id of [
            "../0oa4Yw3Jr6tjir6ms1d7",
            "0oa4Yw3Jr6tjir6ms1d7/x",
            "00u4Yw3Jr6tjir6ms1d7",
            `${applicationId}\n`,
            "",
            null,
        ]) {
            assert.match(String(problems({ applicationId: id })), /^adopt.applicationId: got/);
        }
    });

    it("is an active API service app that signs in with a key", () => {
        const fits = { status: "ACTIVE", type: "service", authMethod: "private_key_jwt" };
        const reasons = (change: object) =>
            adoptionProblems(applicationId, { ...fits, ...change }).map(({ reason }) => reason);
        assert.deepEqual(reasons({}), []);
        assert.deepEqual(reasons({ dpop: false }), []);
        for (const type of ["web", "native", "browser", "SAML_2_0", undefined]) {
            assert.match(
                String(reasons({ type, status: "INACTIVE" })),
                /wanted an API service app/,
            );
        }
        assert.match(String(reasons({ authMethod: "client_secret_basic" })), /"private_key_jwt"/);
        assert.equal(reasons({ status: "INACTIVE", authMethod: undefined, dpop: true }).length, 3);
    });
});
