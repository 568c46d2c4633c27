import { describeReached } from "../oauth/excepted";
import { registry } from "../registry";
import { clockTolerance } from "../requirements";
import { finding, type PreflightFinding } from "./finding";
import { evaluateCredentials, evaluateProviderRole, evaluateProviderScopes } from "./provider";
import type { PreflightSnapshot } from "./snapshot";

/** What the finding about the org's setting is called, which only those see who may read settings. */
export const SETTING_SUBJECT = "public client app admins";

/** Evaluates what was read before the first up: one finding for each check that could be made. */
export function preflightFindings(
    snapshot: PreflightSnapshot,
    options: { readonly allowPublicClientAdmins?: boolean } = {},
): PreflightFinding[] {
    const config = evaluateConfig(snapshot);
    const host = evaluateHost(snapshot);
    if (host.code !== "ok") {
        return [...config, host];
    }
    const credentials = evaluateCredentials(snapshot);
    const before = [...config, host, evaluateClock(snapshot), credentials];
    if (credentials.code !== "ok") {
        return before;
    }
    const { publicClientAdmins } = registry[snapshot.plan.method].requirements;
    return [
        ...before,
        ...(snapshot.credentials === "apiToken" ? [] : [evaluateProviderScopes(snapshot)]),
        evaluateProviderRole(snapshot),
        ...(publicClientAdmins
            ? [evaluateSetting(snapshot, options.allowPublicClientAdmins === true)]
            : []),
        ...evaluateCustomRoles(snapshot),
        ...evaluateReached(snapshot),
        ...evaluateNetwork(snapshot),
        ...snapshot.plan.names.map((name) => evaluateNameConflict(snapshot, name)),
        evaluateRateLimit(snapshot),
    ];
}

function evaluateConfig({ plan }: PreflightSnapshot): PreflightFinding[] {
    if (plan.configFaults.length === 0) {
        const { length } = plan.scopes;
        const asked = [
            ...(length > 0 ? [`${length} ${length === 1 ? "scope" : "scopes"}`] : []),
            ...(plan.roles.length > 0 ? [`roles ${plan.roles.join(", ")}`] : []),
        ];
        return [finding("configuration", "ok", `Method ${plan.method}: ${asked.join(", ")}.`)];
    }
    return plan.configFaults.map((fault) => finding("configuration", "bad_config", fault));
}

function evaluateHost({ plan, metadata, edition, orgId }: PreflightSnapshot): PreflightFinding {
    if (metadata.status === undefined) {
        return finding("host", "unreachable", metadata.reason);
    }
    if (metadata.status >= 500 || metadata.status === 429) {
        return finding("host", "unreachable", `${plan.org} answered ${metadata.status}.`);
    }
    if (metadata.status !== 200 || orgId === undefined) {
        const detail = `${plan.address.host} answered ${metadata.status} for the org's metadata.`;
        return finding("host", "wrong_host", detail);
    }
    const engine = edition === "v1" ? "Classic Engine" : "Identity Engine";
    return finding("host", "ok", `${plan.org} is the org ${orgId} on ${engine}.`);
}

function evaluateClock({ clockOffsetSeconds }: PreflightSnapshot): PreflightFinding {
    if (clockOffsetSeconds === undefined) {
        return finding("clock", "could_not_check", "The org sent no Date header to compare with.");
    }
    const apart = Math.abs(clockOffsetSeconds);
    const which = clockOffsetSeconds > 0 ? "behind" : "ahead of";
    return apart > clockTolerance
        ? finding("clock", "clock_skew", `This machine is ${apart} s ${which} the org.`)
        : finding("clock", "ok", `This machine and the org differ by ${apart} s.`);
}

function evaluateSetting(
    { publicClientAdmins }: PreflightSnapshot,
    allowed: boolean,
): PreflightFinding {
    const subject = SETTING_SUBJECT;
    if (publicClientAdmins === undefined) {
        const detail = 'See Settings > Account > "Public client app admins": it has to be off.';
        return finding(subject, "could_not_check", detail);
    }
    if (!publicClientAdmins) {
        return finding(subject, "ok", "The setting is off.");
    }
    return allowed
        ? finding(subject, "ok", "The setting is on, and accepted.")
        : finding(subject, "public_client_admins_on", "The setting is on.");
}

function evaluateReached({ reached }: PreflightSnapshot): PreflightFinding[] {
    const subject = "remediationExcept";
    if (reached === undefined) {
        return [];
    }
    if ("unread" in reached) {
        return [finding(subject, "could_not_check", `Look at ${reached.unread}.`)];
    }
    return reached.logins.length === 0
        ? [finding(subject, "ok", "Nobody of these groups is in one of remediationGroups.")]
        : [finding(subject, "excepted_reached", describeReached(reached.logins))];
}

// E0000015 and E0000008 are what an org answers that lacks a feature; E0000006 concerns the caller.
function evaluateCustomRoles({ plan, customRoles }: PreflightSnapshot): PreflightFinding[] {
    const subject = "custom admin roles";
    if (plan.customRole !== true || customRoles === undefined) {
        return [];
    }
    const { status, foreign, errorCode = "" } = customRoles;
    if (status === 200 && !foreign) {
        return [finding(subject, "ok", "The org has custom admin roles.")];
    }
    const said = `The org answered ${status ?? "nothing"} ${errorCode}`.trimEnd();
    return ["E0000015", "E0000008", "E0000022"].includes(errorCode)
        ? [finding(subject, "no_custom_roles", `${said} for its custom admin roles.`)]
        : [finding(subject, "could_not_check", `${said} for its custom admin roles.`)];
}

// Only a program that proves access itself is in the way of itself: verify may be run elsewhere.
function evaluateNetwork({ plan, network }: PreflightSnapshot): PreflightFinding[] {
    const { address, isLetIn } = network ?? {};
    if (!plan.verifies || address === undefined || isLetIn === undefined) {
        return [];
    }
    const detail = `The org sees this machine at ${address}, and the app is to get tokens from ${network?.allowedFrom} only.`;
    return [finding("network", isLetIn ? "ok" : "verify_blocked", detail)];
}

/** What there is to say of verify from here that does not stand in the way of `pulumi up`. */
export function networkNotes({ plan, network }: PreflightSnapshot): string[] {
    if (network === undefined || network.isLetIn === true) {
        return [];
    }
    const { allowedFrom, address, isLetIn, reason } = network;
    const only = `verify goes Rezonate's way, which is open from ${allowedFrom} only.`;
    if (isLetIn === undefined) {
        const what =
            address === undefined
                ? "From which address the org sees this machine"
                : `Whether ${address}, where the org sees this machine, is among them`;
        return [`${only} ${what} is not known. ${reason}`];
    }
    return plan.verifies
        ? []
        : [`${only} The org sees this machine at ${address}, and would refuse verify from here.`];
}

function evaluateNameConflict(
    { plan, nameConflicts }: PreflightSnapshot,
    name: string,
): PreflightFinding {
    const ids = nameConflicts?.[name];
    const { subject, code, what } = registry[plan.method].requirements.nameConflict;
    const wanted = `${what} "${name}"`;
    if (ids === undefined) {
        return finding(subject, "could_not_check", `Look for ${wanted}.`);
    }
    const [other] = ids.filter((id) => !plan.ownIds.includes(id));
    if (other === undefined) {
        const nothing = ids.length === 0 ? "Nothing" : "Nothing else";
        return finding(subject, "ok", `${nothing} in the org is ${wanted}.`);
    }
    return finding(subject, code, `${other} is ${wanted}.`);
}

function evaluateRateLimit({ plan, limit: told }: PreflightSnapshot): PreflightFinding {
    const { bucket, calls } = registry[plan.method].requirements;
    const needed = calls(plan.scopes.length);
    const { limit, remaining } = told ?? {};
    if (limit === undefined || remaining === undefined) {
        const detail = `About ${needed} calls are needed; the org tells no limit.`;
        return finding("rate limit", "ok", detail);
    }
    const state = `About ${needed} calls to ${bucket} are needed, ${remaining} of ${limit} are left in this minute.`;
    if (needed <= limit) {
        return finding("rate limit", remaining < needed ? "rate_limit_low" : "ok", state);
    }
    // No waiting beforehand makes them fit into one minute; the plugin waits on its way.
    const minutes = Math.ceil(needed / limit);
    const slow = `${state} The okta plugin will wait: allow for ${minutes} minutes.`;
    return finding("rate limit", remaining < limit / 2 ? "rate_limit_low" : "ok", slow);
}
