import assert from "node:assert/strict";

import { networkNotes, preflightFindings } from "../../checks/preflight/evaluate";
import { fetchPreflightSnapshot } from "../../checks/preflight/fetch";
import { fetchNetwork } from "../../checks/preflight/network";
import { planOf } from "../../checks/preflight/plan";
import type { DesiredConfig } from "../../checks/preflight/snapshot";
import { type AdminClient, findProviderCredentials } from "../../okta/adminClient";
import { createHttpClient } from "../../okta/http";
import type { Sandbox } from "../../sandbox/org/server";
import { admin, closeSandboxes, type Json, rsaKey, sandbox } from "../sandbox/support";
import { oauthRunner } from "../support/preflight";

const HERE = ["127.0.0.1"];
const ELSEWHERE = ["203.0.113.0/24"];
const SCOPES = ["okta.appGrants.manage", "okta.apps.manage", "okta.roles.manage"];
const ALL = [...SCOPES, "okta.networkZones.manage", "okta.logs.read"];

describe("preflight of a stack whose app gets tokens from certain addresses only", () => {
    const key = rsaKey();
    let org: Sandbox;

    before(async () => {
        org = await sandbox();
    });
    afterEach(() => org.reset());
    after(closeSandboxes);

    /** What it says of the network, and what of the provider's scopes. */
    async function said(wanted: Partial<DesiredConfig>, scopes: string[] | "token" = ALL) {
        const config =
            scopes === "token"
                ? { "okta:apiToken": org.apiToken }
                : await oauthRunner(org, key, scopes, "SUPER_ADMIN");
        const plan = planOf({ oktaDomain: org.domain, orgUrl: org.url, ...wanted });
        const http = createHttpClient({ retries: 0 });
        const read = await fetchPreflightSnapshot(plan, findProviderCredentials(config, {}), http);
        const findings = preflightFindings(read);
        const of = (subject: string) => findings.find((one) => one.subject === subject);
        return {
            notes: networkNotes(read).join("\n"),
            network: of("network"),
            scopes: of("runner scopes"),
        };
    }

    it("names this command in the request for a token, too, so that the log tells it apart", async () => {
        await said({ gateways: HERE });
        const log = await admin(org, "GET", "/api/v1/logs?limit=1000");
        const events = log.body as unknown as { eventType: string; client: Json }[];
        const agents = events
            .filter(({ eventType }) => eventType === "app.oauth2.token.grant.access_token")
            .map(({ client }) => client["userAgent"]?.["rawUserAgent"]);
        assert.deepEqual(agents, ["rezonate-okta"]);
    });

    it("says nothing where there is no restriction, or none that the method has", async () => {
        for (const wanted of [{}, { verify: true }, { method: "marketplace", gateways: HERE }]) {
            const { notes, network, scopes } = await said(wanted, SCOPES);
            assert.deepEqual([notes, network, scopes?.code !== undefined], ["", undefined, true]);
        }
    });

    it("says in a note that verify would be refused from here, and nothing where it would not", async () => {
        const outside = await said({ gateways: ELSEWHERE });
        assert.equal(outside.network, undefined);
        assert.equal(
            outside.notes,
            "verify goes Rezonate's way, which is open from 203.0.113.0/24 (gateways) only. The org sees this machine at 127.0.0.1, and would refuse verify from here.",
        );
        assert.deepEqual((await said({ gateways: HERE })).notes, "");
    });

    it("verify_blocked: the program is to prove access itself, and could not from here", async () => {
        const { notes, network } = await said({ gateways: ELSEWHERE, verify: true });
        assert.deepEqual([notes, network?.code], ["", "verify_blocked"]);
        assert.match(network?.detail ?? "", /this machine at 127\.0\.0\.1, .* from 203\.0\.113/);
        const inside = await said({ gateways: HERE, verify: true });
        assert.deepEqual([inside.notes, inside.network?.code], ["", "ok"]);
    });

    it("reads the zones that are there", async () => {
        const gateways = [{ type: "RANGE", value: "127.0.0.1-127.0.0.1" }];
        const zone = { type: "IP", name: "Office", gateways };
        const { body } = await admin(org, "POST", "/api/v1/zones", zone);
        const zoneIds = [String(body["id"])];
        assert.equal((await said({ zoneIds, verify: true })).network?.code, "ok");
        const path = `/api/v1/zones/${zoneIds[0]}`;
        await admin(org, "POST", `${path}/lifecycle/deactivate`);
        assert.equal((await said({ zoneIds, verify: true })).network?.code, "verify_blocked");
        const unread = await said({ zoneIds, verify: true }, [...SCOPES, "okta.logs.read"]);
        assert.equal(unread.network, undefined);
        assert.match(
            unread.notes,
            /Whether 127\.0\.0\.1, .* is not known\. The network zones could/,
        );
    });

    it("says that the address is not known, and why, and does not guess", async () => {
        const gateways = ELSEWHERE;
        const token = await said({ gateways, verify: true }, "token");
        assert.equal(token.network, undefined);
        assert.match(
            token.notes,
            /sees this machine is not known\. Okta tells it .* no OAuth app\.$/,
        );
        const blind = await said({ gateways }, [...SCOPES, "okta.networkZones.manage"]);
        assert.match(blind.notes, /is not known\. The System Log, .*\(okta\.logs\.read\)/);
        const key = await said({ gateways, method: "api-key", login: "r@acme.com" }, "token");
        assert.match(key.notes, /^verify goes Rezonate's way, which is open from 203/);
    });

    it("missing_scope: an OAuth runner that may not make the zone of the gateways", async () => {
        const { scopes } = await said({ gateways: HERE }, SCOPES);
        assert.equal(scopes?.code, "missing_scope");
        assert.equal(scopes.detail, "Missing: okta.networkZones.manage.");
        const zoneIds = ["nzo1fxzubpqiepH11d38"];
        assert.equal((await said({ zoneIds }, SCOPES)).scopes?.code, "ok");
    });

    it("waits a little for a log that is late, and takes no address where there are two", async () => {
        const event = (ipAddress: string) => ({
            published: "2026-11-28T12:00:00.000Z",
            eventType: "app.oauth2.token.grant.access_token",
            outcome: { result: "SUCCESS" },
            client: { ipAddress, userAgent: { rawUserAgent: "rezonate-okta" } },
        });
        const asked = async (...answers: object[][]) => {
            let calls = 0;
            const send = () => {
                const json = answers[Math.min(calls++, answers.length - 1)] ?? [];
                const body = JSON.stringify(json);
                return Promise.resolve({ status: 200, headers: new Headers(), body, json });
            };
            const credentials = { kind: "oauth", clientId: "0oa1" };
            const client = { send, credentials } as unknown as AdminClient;
            return { read: await fetchNetwork(client, { gateways: ELSEWHERE }, 0), calls };
        };
        const late = await asked([], [event("203.0.113.7")]);
        assert.deepEqual(
            [late.read?.address, late.read?.isLetIn, late.calls],
            ["203.0.113.7", true, 2],
        );
        const two = await asked([event("203.0.113.7"), event("198.51.100.7")]);
        assert.deepEqual([two.read?.address, two.calls], [undefined, 1]);
        assert.match(two.read?.reason ?? "", /several: 203\.0\.113\.7, 198\.51\.100\.7/);
        const never = await asked([]);
        assert.match(never.read?.reason ?? "", /no token of this run yet/);
    });
});
