import type { PreflightCode } from "../../checks/preflight/codes";
import { preflightFindings } from "../../checks/preflight/evaluate";
import { fetchPreflightSnapshot } from "../../checks/preflight/fetch";
import { planOf } from "../../checks/preflight/plan";
import type { DesiredConfig } from "../../checks/preflight/snapshot";
import { findProviderCredentials } from "../../okta/adminClient";
import { createHttpClient } from "../../okta/http";
import type { Sandbox } from "../../sandbox/org/server";
import { type KeyPair, provision } from "../sandbox/support";

/** The code that `preflight` gives to each check; the runner has the org's own token unless told. */
export async function preflightCodesOf(
    org: Sandbox,
    more: Partial<DesiredConfig> = {},
    config: Record<string, string> = { "okta:apiToken": org.apiToken },
): Promise<Record<string, PreflightCode>> {
    const plan = planOf({ oktaDomain: org.domain, orgUrl: org.url, ...more });
    const http = createHttpClient({ retries: 0 });
    const facts = await fetchPreflightSnapshot(plan, findProviderCredentials(config, {}), http);
    return Object.fromEntries(preflightFindings(facts).map((one) => [one.subject, one.code]));
}

/** The configuration of a runner that is an OAuth app with these scopes and, unless null, a role. */
export async function oauthRunner(
    org: Sandbox,
    key: KeyPair,
    scopes: string[],
    role: string | null,
): Promise<Record<string, string>> {
    return {
        "okta:clientId": await provision(org, key, scopes, role),
        "okta:privateKey": key.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
        "okta:privateKeyId": "key-1",
        "okta:scopes": JSON.stringify(scopes),
    };
}
