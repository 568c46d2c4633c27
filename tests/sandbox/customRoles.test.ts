import assert from "node:assert/strict";

import type { Sandbox } from "../../sandbox/org/server";
import { populate, type Population } from "../support/remediationMatrix";
import { admin, bearer, closeSandboxes, provision, rsaKey, sandbox, token } from "./support";

const key = rsaKey();
const SCOPES = ["okta.users.manage", "okta.groups.manage"];

describe("sandbox org: what the permissions of a custom role allow", () => {
    let org: Sandbox;
    let people: Population;

    beforeEach(async () => {
        org = await sandbox();
        people = await populate(org);
    });
    afterEach(closeSandboxes);

    /** Statuses of calls with the permissions on the resources. */
    async function statuses(
        permissions: string[],
        resources: string[],
        calls: (readonly [method: string, path: string])[],
    ): Promise<number[]> {
        const id = await provision(org, key, SCOPES, null);
        const texts = { label: id, description: "for the test" };
        const role = await admin(org, "POST", "/api/v1/iam/roles", { ...texts, permissions });
        const set = await admin(org, "POST", "/api/v1/iam/resource-sets", { ...texts, resources });
        await admin(org, "POST", `/oauth2/v1/clients/${id}/roles`, {
            type: "CUSTOM",
            role: role.body["id"],
            "resource-set": set.body["id"],
        });
        const accessToken = await token(org, id, key, SCOPES.join(" "));
        const found: number[] = [];
        for (const [method, path] of calls) {
            found.push((await bearer(org, accessToken, method, path)).status);
        }
        return found;
    }
    const lifecycle = (user: string, verb: string) =>
        ["POST", `/api/v1/users/${user}/lifecycle/${verb}`] as const;
    const ALL = ["orn:okta:directory:00o1:users", "orn:okta:directory:00o1:groups"];

    it("is that one action each", async () => {
        const { ordinary } = people.users;
        const calls = [
            lifecycle(ordinary, "expire_password"),
            lifecycle(ordinary, "reset_password?sendEmail=true"),
            lifecycle(ordinary, "reset_factors"),
            ["DELETE", `/api/v1/users/${ordinary}/sessions`] as const,
            lifecycle(ordinary, "suspend"),
            lifecycle(ordinary, "unsuspend"),
        ];
        const permissions = [
            "okta.users.credentials.expirePassword",
            "okta.users.credentials.resetPassword",
            "okta.users.credentials.resetFactors",
            "okta.users.lifecycle.clearSessions",
        ];
        for (const [index, permission] of permissions.entries()) {
            const found = await statuses([permission], ALL, calls);
            const wanted = calls.map((_, at) => (at !== index ? 403 : index === 3 ? 204 : 200));
            assert.deepEqual(found, wanted, permission);
        }
        assert.deepEqual(
            await statuses(["okta.users.lifecycle.suspend"], ALL, calls.slice(-2)),
            [200, 403],
        );
        assert.deepEqual(
            await statuses(["okta.users.lifecycle.manage"], ALL, calls.slice(-3)),
            [204, 400, 200],
        );
    });

    it("is on the people in a group only where the resource set names these", async () => {
        const { ordinary, outside } = people.users;
        const calls = [ordinary, outside].map((user) => lifecycle(user, "reset_factors"));
        const permissions = ["okta.users.credentials.resetFactors"];
        const group = `orn:okta:directory:00o1:groups:${people.groups.own}`;
        const url = `https://acme.okta.com/api/v1/groups/${people.groups.own}`;
        assert.deepEqual(await statuses(permissions, [group], calls), [403, 403]);
        assert.deepEqual(await statuses(permissions, [url], calls), [403, 403]);
        const inside = `${group}:contained_resources`;
        assert.deepEqual(await statuses(permissions, [inside], calls), [200, 403]);
        assert.deepEqual(await statuses(permissions, [`${url}/users`], calls), [200, 403]);
    });

    it("is group membership by both permissions, of the group and of the person", async () => {
        const { own, admins } = people.groups;
        const { ordinary, outside, admin: boss } = people.users;
        const calls = [ordinary, outside].map(
            (user) => ["PUT", `/api/v1/groups/${own}/users/${user}`] as const,
        );
        const both = ["okta.groups.members.manage", "okta.users.groupMembership.manage"];
        const group = `orn:okta:directory:00o1:groups:${own}`;
        const within = [group, `${group}:contained_resources`];
        assert.deepEqual(await statuses(both.slice(0, 1), ALL, calls), [403, 403]);
        assert.deepEqual(await statuses(both.slice(1), ALL, calls), [403, 403]);
        assert.deepEqual(await statuses(both, within, calls), [204, 403]);
        assert.deepEqual(await statuses(both, ALL, calls), [204, 204]);
        // To be in a group that is an admin makes an admin.
        assert.deepEqual(
            await statuses(both, ALL, [
                ["PUT", `/api/v1/groups/${admins}/users/${ordinary}`],
                ["DELETE", `/api/v1/groups/${own}/users/${boss}`],
            ]),
            [403, 403],
        );
    });

    it("leaves people who are admins, also by a group, to super admins", async () => {
        const { admins } = people.groups;
        const { ordinary, admin: boss } = people.users;
        await admin(org, "PUT", `/api/v1/groups/${admins}/users/${ordinary}`);
        const calls = [ordinary, boss].flatMap((user) => [
            lifecycle(user, "suspend"),
            lifecycle(user, "reset_factors"),
            ["DELETE", `/api/v1/users/${user}/sessions`] as const,
        ]);
        assert.deepEqual(
            await statuses(["okta.users.manage"], ALL, calls),
            calls.map(() => 403),
        );
    });

    it("refuses resets of people who cannot sign in, and without a word on mail", async () => {
        const { ordinary } = people.users;
        const path = `/api/v1/users/${ordinary}/lifecycle`;
        const say = async (verb: string) => (await admin(org, "POST", `${path}/${verb}`)).status;
        assert.equal(await say("reset_password"), 400);
        const { body } = await admin(org, "POST", `${path}/reset_password?sendEmail=false`);
        assert.match(String(body["resetPasswordUrl"]), /^http/);
        assert.equal(await say("suspend"), 200);
        assert.equal(await say("reset_factors"), 403);
    });
});
