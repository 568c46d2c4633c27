import assert from "node:assert/strict";

import { adoptionProblems, checkAdoptedApp } from "../../rules/adopt";
import { adoptedIds, adoptFor, checkAdoptMethod } from "../../rules/adoptConfig";
import {
    checkAdoptedIntegration,
    checkKeptSecret,
    integrationAdoptionProblems,
} from "../../rules/adoptIntegration";
import {
    checkAdoptedUser,
    tokenAdoptionProblems,
    userAdoptionProblems,
    zoneAdoptionProblems,
} from "../../rules/adoptUser";
import { noRoomForSecret } from "../../rules/marketplace";

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

describe("a Marketplace integration to take over", () => {
    const integrationId = "0oa4Yw3Jr6tjir6ms1d7";

    it("is named by its id alone", () => {
        const found = (adopt: unknown): string[] => {
            const checked = checkAdoptedIntegration(adopt);
            return checked.ok ? [] : checked.problems.map(({ propertyPath }) => propertyPath);
        };
        assert.deepEqual(found({ integrationId }), []);
        assert.deepEqual(found({ integrationId: "rezonate" }), ["adopt.integrationId"]);
        assert.deepEqual(found({ integrationId, hasGrants: true }), ["adopt.hasGrants"]);
        assert.deepEqual(found({ integrationID: integrationId }), [
            "adopt.integrationID",
            "adopt.integrationId",
        ]);
        for (const other of [null, [], "0oa", 7, undefined]) {
            assert.deepEqual(found(other), ["adopt"]);
        }
    });

    it("has the type and the scopes that the program wants, in any order", () => {
        const kind = { type: "rezonatesecurity", scopes: ["okta.users.read", "okta.logs.read"] };
        const said = (change: Partial<typeof kind>) =>
            integrationAdoptionProblems(integrationId, { ...kind, ...change }, kind).map(
                ({ propertyPath, reason }) => `${propertyPath}: ${reason}`,
            );
        assert.deepEqual(said({ scopes: [...kind.scopes].reverse() }), []);
        assert.match(
            String(said({ type: "rezonate_security" })),
            /^integrationType: got "rezonatesecurity", but 0oa\w+ is of the type "rezonate_security".*Set integrationType to "rezonate_security"/,
        );
        assert.match(
            String(said({ scopes: ["okta.users.read", "okta.users.manage"] })),
            /^scopes: .*it lacks okta\.logs\.read, and it has okta\.users\.manage besides/,
        );
        assert.equal(said({ type: "other", scopes: [] }).length, 2);
    });

    it("keeps its secret in the up that takes it over", () => {
        assert.ok(!checkKeptSecret({ adopt: {}, keepPreviousSecret: false }).ok);
        for (const fits of [
            { adopt: {}, keepPreviousSecret: true },
            { adopt: {} },
            { keepPreviousSecret: false },
        ]) {
            assert.ok(checkKeptSecret(fits).ok);
        }
    });

    it("has room for a second secret, or says which one can go and how", () => {
        const address = new URL("https://acme.okta.com");
        const active = { id: "ocs1", status: "ACTIVE", created: "2026-01-02T03:04:05.000Z" };
        const said = (...secrets: Parameters<typeof noRoomForSecret>[1]) =>
            noRoomForSecret(integrationId, secrets, address) ?? "";
        assert.equal(said(), "");
        assert.equal(said(active), "");
        const both = said(active, { ...active, id: "ocs2", secret_hash: "yk4SVx4sUWVJVbHt6M-UPA" });
        assert.match(
            both,
            /ocs1 \(ACTIVE, created 2026-01-02T03:04:05.000Z, hash unknown\) and ocs2 /,
        );
        assert.match(both, /hash yk4SVx4sUWVJVbHt6M-UPA.*does not say which one Rezonate uses/);
        assert.equal(both.split("\n").filter((line) => line.startsWith("curl ")).length, 4);
        const one = said(active, { id: "ocs2", status: "INACTIVE" });
        assert.match(one, /Nobody can use one that is INACTIVE/);
        assert.deepEqual(one.split("\n").slice(1), [
            "To delete ocs2:",
            `curl -sS --fail-with-body -X DELETE -H @- https://acme.okta.com/integrations/api/v1/api-services/${integrationId}/credentials/secrets/ocs2 <<< "Authorization: SSWS $OKTA_API_TOKEN"`,
        ]);
        // An org's answer is not part of a line for a shell.
        const hostile = said(active, { id: "x; $(reboot) `reboot` '\"\n", status: "ACTIVE" });
        assert.doesNotMatch(hostile, /\$\(|`|; |'/);
    });
});

describe("what a configuration takes over", () => {
    const app = { applicationId: "0oa1" };
    const integration = { integrationId: "0oa2" };

    it("is for the method that it names", () => {
        assert.deepEqual(adoptFor("oauth", app), app);
        assert.equal(adoptFor("marketplace", app), undefined);
        assert.deepEqual(adoptFor("marketplace", { ...app, ...integration }), {
            ...app,
            ...integration,
        });
        for (const method of ["oauth", "marketplace", "api-key"] as const) {
            assert.equal(adoptFor(method, {}), undefined);
            assert.equal(adoptFor(method, undefined), undefined);
            // Whichever it is, the method refuses it.
            assert.deepEqual(adoptFor(method, { id: "x" }), { id: "x" });
        }
        assert.deepEqual(adoptedIds({ ...app, ...integration, userId: 7 }), ["0oa1", "0oa2"]);
        assert.deepEqual(adoptedIds(undefined), []);
    });

    it("is refused where the stack has no such method", () => {
        assert.deepEqual(checkAdoptMethod(app, ["oauth"]), []);
        assert.deepEqual(checkAdoptMethod(app, ["marketplace", "oauth"]), []);
        assert.deepEqual(checkAdoptMethod({}, ["oauth"]), []);
        assert.match(
            String(checkAdoptMethod(app, ["marketplace"])[0]?.reason),
            /got applicationId, which is for the method oauth, with the method "marketplace"/,
        );
    });
});

describe("a service user to take over", () => {
    const userId = "00u4Yw3Jr6tjir6ms1d7";
    const zoneId = "nzo4Yw3Jr6tjir6ms1d7";
    const wanted = { login: "rezonate@example.com", email: "it@example.com" };
    const fits = { ...wanted, status: "ACTIVE", roles: ["READ_ONLY_ADMIN"] };

    it("is named by its id, with the zone that it had", () => {
        const found = (adopt: unknown, gateways?: string[]): string[] => {
            const checked = checkAdoptedUser(adopt, gateways);
            return checked.ok ? [] : checked.problems.map(({ propertyPath }) => propertyPath);
        };
        assert.deepEqual(found({ userId }), []);
        assert.deepEqual(found({ userId, zoneId }, ["127.0.0.1"]), []);
        assert.deepEqual(found({ userId, zoneId }), ["adopt.zoneId"]);
        assert.deepEqual(found({ userId: zoneId, zoneId: userId }), [
            "adopt.userId",
            "adopt.zoneId",
        ]);
        assert.deepEqual(found({ userId, roleAssignments: {} }), ["adopt.roleAssignments"]);
        assert.deepEqual(found("00u"), ["adopt"]);
    });

    it("reads already, and loses, gains and is mailed nothing", () => {
        const said = (change: object) =>
            userAdoptionProblems(userId, { ...fits, ...change }, wanted).map(
                ({ propertyPath, reason }) => `${propertyPath}: ${reason}`,
            );
        for (const fit of [
            {},
            { status: "PROVISIONED" },
            { status: "PASSWORD_EXPIRED" },
            { status: "RECOVERY" },
            { roles: ["CUSTOM", "READ_ONLY_ADMIN"] },
            { email: null },
        ]) {
            assert.deepEqual(said(fit), []);
        }
        for (const status of ["STAGED", "SUSPENDED", "DEPROVISIONED", "LOCKED_OUT", ""]) {
            assert.match(String(said({ status })), /^adopt.userId: .*wanted an active user/);
        }
        assert.match(String(said({ login: "x@example.com" })), /^login: got "rezonate@/);
        assert.match(String(said({ email: "x@example.com" })), /^email: got "it@example.com"/);
        assert.match(
            String(said({ roles: ["READ_ONLY_ADMIN", "SUPER_ADMIN", "APP_ADMIN"] })),
            /holds SUPER_ADMIN, APP_ADMIN, which the next update would take away/,
        );
        assert.match(String(said({ roles: ["CUSTOM"] })), /does not hold READ_ONLY_ADMIN/);
        assert.equal(said({ roles: ["SUPER_ADMIN"], status: "STAGED", login: "x" }).length, 4);
    });

    it("has its zone taken over only where no address is locked out", () => {
        const zone = {
            type: "IP",
            status: "ACTIVE",
            gateways: ["127.0.0.1", "203.0.113.0/24"],
            hasProxies: false,
        };
        const said = (change: object, gateways = zone.gateways) =>
            zoneAdoptionProblems(zoneId, { ...zone, ...change }, gateways).map(
                ({ propertyPath }) => propertyPath,
            );
        assert.deepEqual(said({}), []);
        assert.deepEqual(said({}, [...zone.gateways, "198.51.100.7"]), []);
        assert.deepEqual(said({}, ["127.0.0.1"]), ["gateways"]);
        for (const other of [{ type: "DYNAMIC" }, { status: "INACTIVE" }, { hasProxies: true }]) {
            assert.deepEqual(said(other), ["adopt.zoneId"]);
        }
    });

    it("has its token restricted anew only where nobody has restricted it", () => {
        const said = (zones: string[], zone?: string) =>
            tokenAdoptionProblems("00T1", zones, zone).map(({ reason }) => reason);
        assert.deepEqual(said([]), []);
        assert.deepEqual(said([], zoneId), []);
        assert.deepEqual(said([zoneId], zoneId), []);
        assert.match(String(said(["nzo1"])), /^00T1 may be used only from nzo1/);
        assert.equal(said(["nzo1"], zoneId).length, 1);
        assert.equal(said([zoneId, "nzo1"], zoneId).length, 1);
    });
});
