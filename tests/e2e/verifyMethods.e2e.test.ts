import assert from "node:assert/strict";

import type { VerifyCode } from "../../checks/verify/codes";
import { verifyOnce } from "../../checks/verify/index";
import type { NamedTarget } from "../../checks/verify/target";
import { createHttpClient } from "../../okta/http";
import { READ_ONLY_SCOPES } from "../../rules/scopes";
import type { Sandbox } from "../../sandbox/org/server";
import { admin, closeSandboxes, sandbox } from "../sandbox/support";
import { createToken, LOGIN } from "../support/apiKey";
import { runCli } from "../support/runCli";

describe("verify of the other methods, against a sandbox org", () => {
    let org: Sandbox;

    before(async () => {
        org = await sandbox();
    });
    afterEach(() => org.reset());
    after(closeSandboxes);

    async function codes(target: Partial<NamedTarget> & Pick<NamedTarget, "credential">) {
        const common = { org: org.domain, address: new URL(org.url), scopes: READ_ONLY_SCOPES };
        const http = createHttpClient({ maxRateLimitWaitMs: 1000 });
        const { findings } = await verifyOnce({ ...common, ...target }, http);
        return Object.fromEntries(findings.map(({ subject, code }) => [subject, code]));
    }
    const all = (code: VerifyCode): Record<string, string> =>
        Object.fromEntries(READ_ONLY_SCOPES.map((scope) => [scope, code]));

    describe("a Marketplace integration", () => {
        const PATH = "/integrations/api/v1/api-services";

        async function install(grantedScopes: readonly string[] = READ_ONLY_SCOPES) {
            const body = { type: "rezonatesecurity", grantedScopes };
            const { body: made } = await admin(org, "POST", PATH, body);
            const [clientId, clientSecret] = [String(made["id"]), String(made["clientSecret"])];
            return { method: "marketplace", clientId, clientSecret } as const;
        }

        it("ok: every granted scope, in an org without apps", async () => {
            assert.deepEqual(await codes({ credential: await install() }), all("ok"));
        });

        it("missing_scope: one that the integration was not installed with", async () => {
            const credential = await install(READ_ONLY_SCOPES.slice(1));
            const [first = ""] = READ_ONLY_SCOPES;
            assert.deepEqual(await codes({ credential }), {
                ...all("ok"),
                [first]: "missing_scope",
            });
        });

        it("credential_refused: a secret that was deactivated", async () => {
            const credential = await install();
            const secrets = `${PATH}/${credential.clientId}/credentials/secrets`;
            const [first] = (await admin(org, "GET", secrets)).body as unknown as { id: string }[];
            await admin(org, "POST", secrets);
            await admin(org, "POST", `${secrets}/${first?.id}/lifecycle/deactivate`);
            assert.deepEqual(await codes({ credential }), all("credential_refused"));
        });

        it("app_inactive: an integration that was revoked", async () => {
            const credential = await install();
            await admin(org, "DELETE", `${PATH}/${credential.clientId}`);
            assert.deepEqual(await codes({ credential }), all("app_inactive"));
        });

        it("takes its credentials JSON on the command line, and shows no secret", async () => {
            const { clientId, clientSecret } = await install();
            const json = {
                okta_domain: "acme.okta.com",
                client_id: clientId,
                client_secret: clientSecret,
            };
            const run = await runCli(
                ["verify", "--credentials", "-", "--scopes", "default", "--json", "--debug"].concat(
                    ["--org-url", org.url],
                ),
                { stdin: JSON.stringify(json) },
            );
            assert.equal(run.code, 0, run.stdout + run.stderr);
            const { applicationId, tenantId } = JSON.parse(run.stdout) as Record<string, unknown>;
            assert.deepEqual([applicationId, tenantId], [clientId, "acme"]);
            assert.ok(!(run.stdout + run.stderr).includes(clientSecret));
        });
    });

    describe("an API key", () => {
        async function createKey(role: string | undefined = "READ_ONLY_ADMIN") {
            const profile = { login: LOGIN, email: LOGIN, firstName: "R", lastName: "K" };
            const { body: user } = await admin(org, "POST", "/api/v1/users", { profile });
            const roles = `/api/v1/users/${String(user["id"])}/roles`;
            const assigned = await admin(org, "POST", roles, { type: role });
            const { id, token } = await createToken(org);
            return {
                id,
                role: `${roles}/${String(assigned.body["id"])}`,
                credential: { method: "api-key", apiKey: token } as const,
                expectedRoles: ["READ_ONLY_ADMIN"],
                expectedLogin: LOGIN,
            };
        }

        it("ok: everything that a read-only admin may read", async () => {
            assert.deepEqual(await codes(await createKey()), all("ok"));
        });

        it("missing_role: a user without a role", async () => {
            const key = await createKey();
            await admin(org, "DELETE", key.role);
            const found = await codes(key);
            assert.equal(found["okta.groups.read"], "missing_role");
            assert.equal(found["okta.users.read"], "missing_role");
        });

        it("credential_refused: a token that was revoked", async () => {
            const key = await createKey();
            await admin(org, "DELETE", `/api/v1/api-tokens/${key.id}`);
            assert.deepEqual(await codes(key), all("credential_refused"));
        });

        it("network_blocked: a token that is good elsewhere only", async () => {
            const key = await createKey();
            const gateways = [{ type: "CIDR", value: "198.51.100.0/24" }];
            const zone = { type: "IP", name: "Elsewhere", gateways };
            const { body } = await admin(org, "POST", "/api/v1/zones", zone);
            const network = { connection: "ZONE", include: [body["id"]] };
            await admin(org, "PUT", `/api/v1/api-tokens/${key.id}`, { network });
            assert.deepEqual(await codes(key), all("network_blocked"));
        });

        it("too_much_access: the key of an administrator, or of somebody else", async () => {
            const admins = { method: "api-key", apiKey: org.apiToken } as const;
            const found = await codes({ ...(await createKey()), credential: admins });
            assert.deepEqual(found, { ...all("ok"), "*": "too_much_access" });
            org.reset();
            const strong = await createKey("ORG_ADMIN");
            assert.equal((await codes(strong))["*"], "too_much_access");
        });

        it("takes its credentials JSON on the command line, and shows no key", async () => {
            const { credential } = await createKey();
            const json = { okta_domain: "acme.okta.com", api_key: credential.apiKey };
            const run = await runCli(
                ["verify", "--credentials", "-", "--json", "--debug", "--org-url", org.url],
                { stdin: JSON.stringify(json) },
            );
            assert.equal(run.code, 0, run.stdout + run.stderr);
            assert.ok(!(run.stdout + run.stderr).includes(credential.apiKey));
        });
    });
});
