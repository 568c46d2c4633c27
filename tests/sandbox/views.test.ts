import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { APP_VIEWS, FIRST_PARTY_APPS } from "../../sandbox/org/appViews";
import { createSandbox, type Sandbox, type SandboxOptions } from "../../sandbox/org/server";
import { admin, bearer, closeSandboxes, provision, rsaKey, sandbox, token } from "./support";

const key = rsaKey();
const SCOPES = ["okta.apps.read", "okta.appGrants.read"];
const OKTAS_OWN = Object.keys(FIRST_PARTY_APPS).length;

/** An org with five apps, and a service app that reads them with a role. */
async function reader(options: SandboxOptions, role: string | null = "READ_ONLY_ADMIN") {
    const org = await sandbox({ seed: { apps: 5 }, ...options });
    const id = await provision(org, key, SCOPES, role);
    const accessToken = await token(org, id, key, SCOPES.join(" "));
    const read = (path: string) => bearer(org, accessToken, "GET", path);
    const apps = async () => {
        const { body } = await read("/api/v1/apps?limit=200");
        return (body as unknown as { id: string }[]).map((app) => app.id);
    };
    return { org, id, read, apps };
}

/** Gives a client a custom role with permissions on resources. */
async function assignCustomRole(
    org: Sandbox,
    clientId: string,
    permissions: string[],
    resources: string[],
): Promise<void> {
    const texts = { label: "Viewer", description: "Views" };
    const role = await admin(org, "POST", "/api/v1/iam/roles", { ...texts, permissions });
    const set = await admin(org, "POST", "/api/v1/iam/resource-sets", { ...texts, resources });
    const { status } = await admin(org, "POST", `/oauth2/v1/clients/${clientId}/roles`, {
        type: "CUSTOM",
        role: role.body["id"],
        "resource-set": set.body["id"],
    });
    assert.equal(status, 201);
}

describe("sandbox org: what an admin below SUPER_ADMIN is shown", () => {
    afterEach(closeSandboxes);

    it("is itself and no grants by default, the strictest that a source names", async () => {
        const { org, id, read, apps } = await reader({});
        assert.deepEqual([org.org.appView, org.org.grantView], ["assigned-only", "super-admin"]);
        assert.deepEqual(await apps(), [id]);
        assert.equal((await read(`/api/v1/apps/${id}`)).status, 200);
        const other = org.store.apps.find((app) => app.id !== id);
        assert.equal((await read(`/api/v1/apps/${other?.id}`)).status, 403);
        assert.equal((await read(`/api/v1/apps/${id}/grants`)).status, 403);
        const all = await admin(org, "GET", "/api/v1/apps?limit=200");
        assert.equal((all.body as unknown as unknown[]).length, 6);
        assert.equal((await admin(org, "GET", `/api/v1/apps/${id}/grants`)).status, 200);
    });

    it("is all with `all`, for apps and for grants", async () => {
        const { id, read, apps } = await reader({ view: "all", grants: "all" });
        assert.equal((await apps()).length, 6);
        const { body } = await read(`/api/v1/apps/${id}/grants`);
        assert.equal((body as unknown as unknown[]).length, SCOPES.length);
    });

    it("is all but Okta's own apps with no-first-party", async () => {
        const { org, apps } = await reader({ view: "no-first-party" });
        assert.equal(org.store.apps.size, 6 + OKTAS_OWN);
        assert.equal((await apps()).length, 6);
        org.reset();
        assert.equal(org.store.apps.size, 5 + OKTAS_OWN);
    });

    for (const view of APP_VIEWS) {
        it(`is all with ${view} too for SUPER_ADMIN, and for a custom role that covers them`, async () => {
            const strong = await reader({ view }, "SUPER_ADMIN");
            assert.equal((await strong.apps()).length, strong.org.store.apps.size);
            assert.equal((await strong.read(`/api/v1/apps/${strong.id}/grants`)).status, 200);
            const { org, id, read, apps } = await reader({ view });
            const path = `https://${org.domain}/api/v1/apps`;
            await assignCustomRole(org, id, ["okta.apps.read"], [path]);
            assert.equal((await apps()).length, org.store.apps.size);
            assert.equal((await read(`/api/v1/apps/${id}/grants`)).status, 403);
        });
    }

    it("is admin roles with okta.iam.read, where the resource set names them", async () => {
        for (const [resource, status] of [
            ["orn:okta:iam:00o1:contained_resources", 200],
            ["orn:okta:idp:00o1:apps", 403],
        ] as const) {
            const org = await sandbox();
            const id = await provision(org, key, ["okta.roles.read"]);
            await assignCustomRole(org, id, ["okta.iam.read"], [resource]);
            const accessToken = await token(org, id, key, "okta.roles.read");
            for (const path of ["/api/v1/iam/roles", `/oauth2/v1/clients/${id}/roles`]) {
                const answer = await bearer(org, accessToken, "GET", path);
                assert.equal(answer.status, status, `${resource} ${path}`);
            }
        }
    });

    it("does not keep other roles from their work", async () => {
        const { org, id, apps } = await reader({}, "APP_ADMIN");
        assert.equal((await apps()).length, 6);
        const scope = "okta.apps.manage";
        await admin(org, "POST", `/api/v1/apps/${id}/grants`, {
            issuer: `https://${org.domain}`,
            scopeId: scope,
        });
        const accessToken = await token(org, id, key, scope);
        const made = await bearer(org, accessToken, "POST", "/api/v1/apps", {
            label: "Made",
            signOnMode: "BOOKMARK",
        });
        assert.equal(made.status, 200);
    });

    it("is kept in the state file, until a setting says otherwise", async () => {
        const folder = mkdtempSync(join(tmpdir(), "sandbox-views-"));
        const stateFile = join(folder, "org.json");
        const opened = async (options: SandboxOptions = {}) => {
            const org = await createSandbox({ stateFile, ...options });
            const views = [org.org.appView, org.org.grantView];
            await org.close();
            return views;
        };
        assert.deepEqual(await opened({ view: "no-first-party", grants: "all" }), [
            "no-first-party",
            "all",
        ]);
        assert.deepEqual(await opened(), ["no-first-party", "all"]);
        assert.deepEqual(await opened({ view: "all" }), ["all", "all"]);
        assert.deepEqual(await opened(), ["all", "all"]);
        rmSync(folder, { recursive: true });
    });
});
