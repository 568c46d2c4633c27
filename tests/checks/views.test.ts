import assert from "node:assert/strict";

import type { Report } from "../../checks/findings";
import { verifyOnce } from "../../checks/verify";
import { resolveTarget } from "../../checks/verify/target";
import type { ProviderCredentials } from "../../okta/adminClient";
import { createHttpClient, type HttpClient } from "../../okta/http";
import { visibilityPermissions } from "../../rules/permissions";
import { visibilityResources } from "../../rules/resourceNames";
import { READ_ONLY_SCOPES } from "../../rules/scopes";
import { APP_VIEWS } from "../../sandbox/org/appViews";
import type { Sandbox, SandboxOptions } from "../../sandbox/org/server";
import { admin, closeSandboxes, provision, rsaKey, sandbox, serviceApp } from "../sandbox/support";

const key = rsaKey();
const privateKey = key.privateKey.export({ type: "pkcs8", format: "pem" }).toString();

/** An org with apps, and the default integration in it. */
async function integration(options: SandboxOptions = {}, adminVisibility = false) {
    const org = await sandbox({ seed: { users: 3, groups: 2, apps: 5 }, ...options });
    const clientId = await provision(org, key, [...READ_ONLY_SCOPES]);
    if (adminVisibility) {
        await addCustomRole(org, clientId);
    }
    return { org, clientId };
}

/** The role that adminVisibility makes, as the plugin makes it. */
async function addCustomRole(org: Sandbox, clientId: string): Promise<void> {
    const texts = { label: "Rezonate", description: "Reads" };
    const permissions = visibilityPermissions(READ_ONLY_SCOPES);
    const role = await admin(org, "POST", "/api/v1/iam/roles", { ...texts, permissions });
    const resources = visibilityResources(org.org.id, org.org.url);
    const set = await admin(org, "POST", "/api/v1/iam/resource-sets", { ...texts, resources });
    const { status } = await admin(org, "POST", `/oauth2/v1/clients/${clientId}/roles`, {
        type: "CUSTOM",
        role: role.body["id"],
        "resource-set": set.body["id"],
    });
    assert.equal(status, 201);
}

function verified(
    { org, clientId }: { org: Sandbox; clientId: string },
    more: {
        readonly provider?: ProviderCredentials | undefined;
        readonly http?: HttpClient;
        readonly roles?: readonly string[];
    } = {},
): Promise<Report> {
    const {
        provider = { kind: "apiToken", apiToken: org.apiToken },
        http = createHttpClient({ retries: 0 }),
        roles: expectedRoles,
    } = more;
    const target = resolveTarget(
        {
            credential: { method: "oauth", clientId, privateKey, keyId: "key-1" },
            tenantId: "acme",
            scopes: READ_ONLY_SCOPES,
            loopback: org.url,
            ...("provider" in more && more.provider === undefined ? {} : { provider }),
            ...(expectedRoles && { expectedRoles }),
        },
        {},
    );
    return verifyOnce(target, http);
}

const faultsOf = ({ findings }: Report): string[] =>
    findings.filter(({ code }) => code !== "ok").map(({ subject, code }) => `${subject} ${code}`);
const detailOf = ({ findings }: Report, scope: string): string =>
    findings.find(({ subject }) => subject === scope)?.detail ?? "";
const viewOf = ({ views = [] }: Report, kind: string) => {
    const { seen, seenMore, there, thereMore, missing } =
        views.find((view) => view.kind === kind) ?? {};
    return { seen, seenMore, there, thereMore, missing };
};

describe("verify: how much Rezonate sees", () => {
    afterEach(closeSandboxes);

    for (const view of APP_VIEWS) {
        for (const adminVisibility of [false, true]) {
            const isPartial = view !== "all" && !adminVisibility;
            const how = adminVisibility ? "with adminVisibility" : "by default";
            it(`is ${isPartial ? "told to be partial" : "all"} ${how} under ${view}`, async () => {
                const made = await integration({ view }, adminVisibility);
                const roles = ["READ_ONLY_ADMIN", ...(adminVisibility ? ["CUSTOM"] : [])];
                const report = await verified(made, { roles });
                assert.deepEqual(
                    faultsOf(report),
                    isPartial ? ["okta.apps.read partial_view"] : [],
                );
                const { missing } = viewOf(report, "apps");
                const hidden = { all: 0, "assigned-only": 5, "no-first-party": 3 };
                assert.equal(missing, adminVisibility ? 0 : hidden[view]);
                assert.equal(viewOf(report, "users").missing, 0);
                assert.deepEqual(
                    report.views?.map(({ kind }) => kind),
                    [
                        "API tokens",
                        "apps",
                        "authorization servers",
                        "devices",
                        "groups",
                        "identity providers",
                        "network zones",
                        "sign-on policies",
                        "custom admin roles",
                        "users",
                    ],
                );
            });
        }
    }

    it("counts what is hidden, and lists none of it", async () => {
        const made = await integration({ seed: { apps: 250, users: 450 } });
        const report = await verified(made);
        assert.match(
            detailOf(report, "okta.apps.read"),
            /^Rezonate sees 1 of at least 200 apps; 200 are hidden from it\.$/,
        );
        assert.deepEqual(viewOf(report, "users"), {
            seen: 200,
            seenMore: true,
            there: 200,
            thereMore: true,
            missing: 0,
        });
        const [other] = made.org.store.apps.list();
        assert.ok(!JSON.stringify(report).includes(String(other?.id)));
    });

    it("tells apps of Okta's own apart", async () => {
        const report = await verified(await integration({ view: "no-first-party" }));
        assert.match(
            detailOf(report, "okta.apps.read"),
            /^Rezonate sees 6 of 9 apps; 3 are hidden from it, 3 of them apps of Okta's own\.$/,
        );
    });

    it("tells hidden admin roles where the org has some", async () => {
        const made = await integration({ view: "all" });
        assert.deepEqual(faultsOf(await verified(made)), []);
        const role = { label: "A", description: "A", permissions: ["okta.users.read"] };
        await admin(made.org, "POST", "/api/v1/iam/roles", role);
        const report = await verified(made);
        assert.deepEqual(faultsOf(report), ["okta.roles.read partial_view"]);
        assert.match(detailOf(report, "okta.roles.read"), /sees 0 of 1 custom admin roles; 1 is/);
    });

    it("does not take for hidden what came into being between the reads", async () => {
        const made = await integration({ view: "all" });
        const inner = createHttpClient({ retries: 0 });
        let seen: () => void = () => undefined;
        const isSeen = new Promise<void>((resolve) => (seen = resolve));
        const http: HttpClient = {
            send: async (url, request) => {
                const isApps = new URL(url).pathname === "/api/v1/apps";
                if (isApps && /^SSWS/.test(String(request?.headers?.["authorization"]))) {
                    await isSeen;
                    await admin(made.org, "POST", "/api/v1/apps", serviceApp("New", [key]));
                }
                const answer = await inner.send(url, request);
                if (isApps && new URL(url).searchParams.get("limit") === "200") {
                    seen();
                }
                return answer;
            },
        };
        const report = await verified(made, { http });
        assert.deepEqual(faultsOf(report), []);
    });

    it("says nothing of what either could not read", async () => {
        const made = await integration();
        made.org.faults.add({ path: "^/api/v1/apps$", status: 503 });
        assert.equal(viewOf(await verified(made), "apps").seen, undefined);
        made.org.faults.clear();
        const refused = await verified(made, { provider: { kind: "apiToken", apiToken: "wrong" } });
        assert.equal(refused.views, undefined);
        assert.deepEqual(faultsOf(refused), []);
    });

    it("compares with an OAuth app as provider credentials, too", async () => {
        const made = await integration();
        const scopes = ["okta.apps.read", "okta.users.read"];
        const clientId = await provision(made.org, key, scopes, "SUPER_ADMIN");
        const report = await verified(made, {
            provider: { kind: "oauth", clientId, privateKey, privateKeyId: "key-1", scopes },
        });
        assert.deepEqual(
            report.views?.map(({ kind }) => kind),
            ["apps", "users"],
        );
        assert.deepEqual(faultsOf(report), ["okta.apps.read partial_view"]);
    });

    it("says without provider credentials what looks like a view of itself only", async () => {
        const alone = await verified(await integration(), { provider: undefined });
        assert.equal(alone.views, undefined);
        assert.match(detailOf(alone, "okta.apps.read"), /only the app itself, .* partial view/);
        const whole = await verified(await integration({ view: "all" }), { provider: undefined });
        assert.equal(detailOf(whole, "okta.apps.read"), "Answered, with entries.");
    });

    it("takes at most two round trips more", async () => {
        const roundsOf = async (provider: ProviderCredentials | undefined) => {
            const made = await integration();
            const inner = createHttpClient();
            const waiting: (() => void)[] = [];
            let flush: NodeJS.Timeout | undefined;
            let rounds = 0;
            const http: HttpClient = {
                send: async (url, request) => {
                    clearTimeout(flush);
                    flush = setTimeout(() => {
                        rounds += 1;
                        waiting.splice(0).forEach((go) => go());
                    }, 30);
                    await new Promise<void>((resolve) => waiting.push(resolve));
                    return inner.send(url, request);
                },
            };
            const apiToken = made.org.apiToken;
            await verified(made, { http, provider: provider && { kind: "apiToken", apiToken } });
            return rounds;
        };
        const without = await roundsOf(undefined);
        const withProvider = await roundsOf({ kind: "apiToken", apiToken: "any" });
        assert.ok(withProvider - without <= 2, `${without} and ${withProvider}`);
    });
});
