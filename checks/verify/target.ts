import { parseOrgUrl } from "../../okta/address";
import { isLoopback, loopbackUrl } from "../../rules/loopback";
import { checkOktaDomain } from "../../rules/oktaDomain";
import { OptionError } from "../../rules/userError";
import type { Credentials, VerifyTarget } from "./method";

/** A target together with the org's name for the report. */
export interface NamedTarget extends VerifyTarget {
    readonly org: string;
    /** Undefined for a custom domain, which does not tell it. */
    readonly tenantId?: string;
}

/** Decides where the calls go, and that credentials never go to an org they do not belong to. */
export function resolveTarget(
    credentials: Credentials,
    options: { readonly orgUrl?: string; readonly scopes?: readonly string[] },
): NamedTarget {
    const scopes = options.scopes ?? credentials.scopes ?? [];
    if (scopes.length === 0) {
        throw new OptionError(
            "scopes",
            "these credentials do not say which scopes are granted, and verify asks for granted ones only, since a refused request sets off detections. Name them.",
        );
    }
    const { credential, expectedRoles, expectedPermissions, isViewLimited } = credentials;
    const { expectedLogin, allowedFrom, apiToken, provider } = credentials;
    return {
        ...locate(credentials, options.orgUrl),
        credential,
        scopes: [...scopes].sort(),
        expectedRoles,
        expectedPermissions,
        isViewLimited,
        expectedLogin,
        allowedFrom,
        apiToken,
        provider,
    };
}

type Place = Pick<NamedTarget, "address" | "org" | "tenantId" | "hostMismatch">;

function locate(credentials: Credentials, orgUrl: string | undefined): Place {
    const own = orgOf(credentials.oktaDomain, credentials.tenantId, "oktaDomain");
    const given = orgUrl === undefined ? loopbackUrl(credentials.loopback) : parseOrgUrl(orgUrl);
    if (given === undefined || isLoopback(given)) {
        return { address: given ?? new URL(`https://${own.domain}`), ...named(own) };
    }
    const asked = orgOf(given.host, credentials.tenantId, "orgUrl");
    const place = { address: new URL(`https://${asked.domain}`), ...named(asked) };
    const isOwn =
        own.tenantId === undefined ? asked.domain === own.domain : asked.tenantId === own.tenantId;
    if (isOwn) {
        return place;
    }
    const hostMismatch = `The credentials belong to the org "${own.tenantId ?? own.domain}", ${asked.domain} is the org "${asked.tenantId ?? asked.domain}". Nothing was sent there.`;
    return { ...place, hostMismatch };
}

interface KnownOrg {
    readonly domain: string;
    readonly tenantId: string | undefined;
}

function named({ domain, tenantId }: KnownOrg): Pick<NamedTarget, "org" | "tenantId"> {
    return { org: domain, tenantId };
}

// A custom domain does not tell the subdomain, and is taken for that of the credentials' own org.
function orgOf(
    oktaDomain: string | undefined,
    tenantId: string | undefined,
    field: string,
): KnownOrg {
    const domain = oktaDomain ?? `${tenantId}.okta.com`;
    const plain = checkOktaDomain(domain);
    if (plain.ok) {
        return plain.value;
    }
    const custom = checkOktaDomain(domain, tenantId ?? "unknown");
    if (custom.ok) {
        return { domain: custom.value.domain, tenantId };
    }
    throw new OptionError(field, custom.problems.map(({ reason }) => reason).join(" "));
}
