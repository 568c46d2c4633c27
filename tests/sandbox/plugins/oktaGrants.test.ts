import assert from "node:assert/strict";
import { crc32 } from "node:zlib";

import { appOauthApiScope } from "../../../sandbox/plugins/okta/resources/appOauthApiScope";
import { oauthRoleAssignment } from "../../../sandbox/plugins/okta/resources/oauthRoleAssignment";
import { text, type Values } from "../../../sandbox/plugins/provider/value";
import {
    contextFor,
    notFound,
    type Reply,
    type ScriptedOrg,
    scriptedOrg,
    type TestContext,
} from "./scriptedServer";

const GRANTS = "/api/v1/apps/0oa1/grants";
const ROLES = "/oauth2/v1/clients/0oa1/roles";
const ISSUER = "https://acme.okta.com";

describe("stand-in okta plugin: grants and roles", () => {
    let org: ScriptedOrg;
    let grants: { id: string; scopeId: string; issuer: string }[];
    let refused: string;
    let replies: Record<string, Reply>;

    beforeEach(async () => {
        grants = [];
        refused = "";
        replies = {};
        org = await scriptedOrg((line, body) => {
            if (replies[line]) {
                return replies[line];
            }
            if (line === `GET ${GRANTS}`) {
                return { body: grants };
            }
            if (line === `POST ${GRANTS}`) {
                return grant(body);
            }
            const id = /^DELETE .*\/(\w+)$/.exec(line)?.[1];
            if (id === undefined) {
                return undefined;
            }
            grants = grants.filter((item) => item.id !== id);
            return { status: 204 };
        });
    });
    afterEach(() => org.close());

    function grant(body: Values): Reply {
        const scopeId = text(body, "scopeId");
        if (scopeId === refused) {
            return { status: 403, body: { errorCode: "E0000006", errorSummary: "no permission" } };
        }
        grants.push({ id: `oag${scopeId.length}`, scopeId, issuer: text(body, "issuer") });
        return { body: grants.at(-1) };
    }

    function given(...scopes: string[]): Values {
        return { appId: "0oa1", issuer: ISSUER, scopes };
    }

    function granted(...scopes: string[]): void {
        grants = scopes.map((scopeId, index) => ({ id: `oag${index}`, scopeId, issuer: ISSUER }));
    }

    it("grants one scope after the other in the official order, then reads", async () => {
        const scopes = ["okta.users.read", "okta.apps.read", "okta.groups.read"];
        const made = await appOauthApiScope.create(contextFor(org), given(...scopes));
        const order = [...scopes].sort((a, b) => (String(crc32(a)) < String(crc32(b)) ? -1 : 1));
        assert.deepEqual(
            org.calls.slice(0, 3).map((call) => call.body),
            order.map((scopeId) => ({ issuer: ISSUER, scopeId })),
        );
        assert.equal(org.lines()[3], `GET ${GRANTS}`);
        assert.equal(made.id, "0oa1");
    });

    it("leaves what was granted before a refusal, and no state", async () => {
        refused = "okta.users.read";
        await assert.rejects(
            appOauthApiScope.create(contextFor(org), given("okta.users.read")),
            /^Error: failed to create application scope consent grant: .* no permission \(E0000006\)/,
        );
        assert.deepEqual(org.lines(), [`POST ${GRANTS}`]);
    });

    it("updates by what the org has, not by the state", async () => {
        granted("okta.users.read", "okta.logs.read");
        const state = given("okta.users.read", "okta.groups.read");
        const inputs = given("okta.users.read", "okta.groups.read");
        const outputs = await appOauthApiScope.update?.(
            contextFor(org),
            "0oa1",
            state,
            inputs,
            new Set(["scopes"]),
        );
        assert.deepEqual(org.lines(), [
            `GET ${GRANTS}`,
            `POST ${GRANTS}`,
            `GET ${GRANTS}`,
            `DELETE ${GRANTS}/oag1`,
            `GET ${GRANTS}`,
        ]);
        assert.deepEqual(outputs?.scopes, ["okta.users.read", "okta.groups.read"]);
    });

    it("imports by the app's id, with the issuer of the first grant", async () => {
        granted("okta.users.read");
        const found = await appOauthApiScope.read(contextFor(org), "0oa1", {});
        assert.deepEqual(found, { id: "0oa1", outputs: given("okta.users.read") });
        granted();
        await assert.rejects(appOauthApiScope.read(contextFor(org), "0oa1", {}), {
            message: "no application scope found",
        });
    });

    it("deletes the grants of an app that is gone without complaint, but does not read them", async () => {
        replies[`GET ${GRANTS}`] = notFound("0oa1 (AppInstance)");
        const state = given("okta.users.read");
        await appOauthApiScope.delete(contextFor(org), "0oa1", state);
        await assert.rejects(
            appOauthApiScope.read(contextFor(org), "0oa1", state),
            /^Error: failed to get application scope consent grants: .*E0000007/,
        );
    });

    it("assigns a custom role with the hyphen that Okta wants", async () => {
        const answer = { id: "irb1", type: "CUSTOM", status: "ACTIVE", label: "L", role: "cr0" };
        replies[`POST ${ROLES}`] = { status: 201, body: { ...answer, "resource-set": "iam" } };
        const inputs = { clientId: "0oa1", type: "CUSTOM", role: "cr0", resourceSet: "iam" };
        const made = await oauthRoleAssignment.create(contextFor(org), inputs);
        assert.deepEqual(org.calls[0]?.body, {
            type: "CUSTOM",
            role: "cr0",
            "resource-set": "iam",
        });
        assert.deepEqual(made, {
            id: "irb1",
            outputs: { ...inputs, status: "ACTIVE", label: "L" },
        });
        assert.equal(oauthRoleAssignment.validate?.({ type: "CUSTOM", role: "cr0" }).length, 1);
    });

    it("reads a role by state or by import id, and fails where it is gone", async () => {
        replies[`GET ${ROLES}/ra1`] = { body: { id: "ra1", type: "READ_ONLY_ADMIN" } };
        const expected = { id: "ra1", outputs: { clientId: "0oa1", type: "READ_ONLY_ADMIN" } };
        const read = (context: TestContext, id: string, state: Values) =>
            oauthRoleAssignment.read(context, id, state);
        assert.deepEqual(await read(contextFor(org), "ra1", { clientId: "0oa1" }), expected);
        assert.deepEqual(await read(contextFor(org), "0oa1/ra1", {}), expected);
        await assert.rejects(read(contextFor(org), "ra1", {}), /<client_id>\/<role_id>/);
        await assert.rejects(
            read(contextFor(org), "ra2", { clientId: "0oa1" }),
            /^Error: Unable to read role assignment: .*E0000007/,
        );
    });
});
