import { checkOktaDomain } from "../../components/internal/oktaDomain";
import { CliError } from "../errors";
import { isLoopback, parseOrgUrl } from "../okta/address";
import type { Credentials } from "./credentials";
import type { VerifyTarget } from "./gather";

/** A target together with the org's name for the report. */
export interface NamedTarget extends VerifyTarget {
    readonly org: string;
    readonly tenantId: string;
}

/** Decides where the calls go, and that credentials never go to an org they do not belong to. */
export function resolveTarget(
    credentials: Credentials,
    options: { readonly orgUrl?: string; readonly scopes?: readonly string[] },
): NamedTarget {
    const { tenantId } = credentials;
    const scopes = options.scopes ?? credentials.scopes ?? [];
    if (scopes.length === 0) {
        throw new CliError(
            "--scopes: these credentials do not say which scopes are granted, and verify asks for granted ones only, since a refused request sets off detections. Name them: --scopes default (the 15 of the read-only profile), --scopes default,remediation, or a list.",
        );
    }
    const place = locate(credentials, options.orgUrl);
    return {
        ...place,
        tenantId,
        clientId: credentials.applicationId,
        privateKeyPem: credentials.privateKey,
        scopes: [...scopes].sort(),
        keyId: credentials.keyId,
        expectedRoles: credentials.expectedRoles,
        runnerToken: credentials.runnerToken,
    };
}

interface Place {
    readonly address: URL;
    readonly org: string;
    readonly hostMismatch?: string;
}

function locate(credentials: Credentials, orgUrl: string | undefined): Place {
    const { tenantId } = credentials;
    const known = credentials.oktaDomain ?? `${tenantId}.okta.com`;
    const given =
        orgUrl === undefined ? loopbackOf(credentials.loopback) : parseOrgUrl(orgUrl, "--org-url");
    if (given !== undefined && isLoopback(given)) {
        return { address: given, org: known };
    }
    const host = given?.host ?? known;
    const plain = checkOktaDomain(host);
    const checked = plain.ok ? plain : checkOktaDomain(host, tenantId);
    if (!checked.ok) {
        const reasons = checked.faults.map(({ reason }) => reason).join(" ");
        throw new CliError(`${orgUrl === undefined ? "oktaDomain" : "--org-url"}: ${reasons}`);
    }
    const { domain, tenantId: ofHost, url } = checked.value;
    const place = { address: new URL(url), org: domain };
    if (ofHost === tenantId) {
        return place;
    }
    const hostMismatch = `The credentials belong to the org "${tenantId}", ${domain} is the org "${ofHost}". Nothing was sent there.`;
    return { ...place, hostMismatch };
}

/** The plugin's httpProxy where it is the way to a local org; any other proxy is no address of an org. */
export function loopbackOf(httpProxy: string | undefined): URL | undefined {
    if (httpProxy === undefined || !URL.canParse(httpProxy)) {
        return undefined;
    }
    const url = new URL(httpProxy);
    return isLoopback(url) ? url : undefined;
}
