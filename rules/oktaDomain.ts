import { Checked, checkedValue, InputProblem, show } from "./problem";

/** An Okta org as everything here addresses it. */
export interface OktaOrg {
    /** Host name in lower case without "-admin", for instance "acme.okta.com". */
    readonly domain: string;
    /** Rezonate's name for the org: the subdomain of its Okta domain, for instance "acme". */
    readonly tenantId: string;
    /** "https://" and the domain, without a trailing slash: the issuer of the org's own tokens. */
    readonly url: string;
}

const FAMILIES = [
    "okta.com",
    "oktapreview.com",
    "okta-emea.com",
    "okta-gov.com",
    "okta.mil",
    "okta-miltest.com",
    "trex-govcloud.com",
];

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const WANTED = 'wanted the host of your Okta org, for instance "acme.okta.com"';

/**
 * Checks an Okta domain and brings it to one form. Any case, "https://", a trailing slash or dot
 * and the Admin Console's "-admin" are accepted; a custom domain only with the tenant id beside it,
 * since its name does not tell the subdomain.
 */
export function checkOktaDomain(oktaDomain: unknown, tenantId?: unknown): Checked<OktaOrg> {
    const problems: InputProblem[] = [];
    const refuse = (propertyPath: string, reason: string) =>
        problems.push({ propertyPath, reason });

    if (tenantId !== undefined && !(typeof tenantId === "string" && LABEL.test(tenantId))) {
        refuse(
            "tenantId",
            `got ${show(tenantId)}; wanted the subdomain of the org's Okta domain, for instance ` +
                `"acme" for acme.okta.com. Give it in lower case, without dots.`,
        );
    }

    const host = hostOf(oktaDomain);
    const wrong = host === undefined ? "not a host" : whatIsWrongWith(host);
    if (host === undefined || wrong !== undefined) {
        refuse("oktaDomain", explain(oktaDomain, wrong ?? "not a host"));
        return { ok: false, problems };
    }

    const family = FAMILIES.find((name) => host.endsWith(`.${name}`));
    if (family === undefined) {
        if (tenantId === undefined) {
            refuse(
                "oktaDomain",
                `got ${show(oktaDomain)}, which is not under ${FAMILIES.join(", ")}; ${WANTED}. ` +
                    `If it is your org's custom domain, set tenantId to the subdomain of the ` +
                    `original Okta domain as well.`,
            );
        }
        return checkedValue(org(host, String(tenantId)), problems);
    }

    const subdomain = host.slice(0, -family.length - 1).replace(/-admin$/, "");
    if (!LABEL.test(subdomain)) {
        refuse("oktaDomain", explain(oktaDomain, "not one name before the Okta domain"));
    } else if (tenantId !== undefined && tenantId !== subdomain && problems.length === 0) {
        refuse(
            "tenantId",
            `got ${show(tenantId)}, but the subdomain of ${host} is ${show(subdomain)}; leave ` +
                `tenantId out, it is only for custom domains.`,
        );
    }
    return checkedValue(org(`${subdomain}.${family}`, subdomain), problems);
}

/** Host that the settings orgName and baseUrl of an okta provider name; undefined without a name. */
export function namedHost(orgName?: string, baseUrl?: string): string | undefined {
    return orgName ? `${orgName}.${baseUrl || "okta.com"}`.toLowerCase() : undefined;
}

/** Host that an okta provider works on; for one that names no org, that of the org it is used for. */
export function providerHost(wanted: OktaOrg, orgName?: string, baseUrl?: string): string {
    return namedHost(orgName, baseUrl) ?? wanted.domain;
}

/** What is wrong where a provider works on another org; on a custom domain's original one it may. */
export function checkProviderHost(wanted: OktaOrg, host: string): InputProblem | undefined {
    if (host === wanted.domain || (isCustom(wanted) && host.startsWith(`${wanted.tenantId}.`))) {
        return undefined;
    }
    const reason =
        `got ${show(wanted.domain)}, but the okta provider works on ${host}. Give the component ` +
        `the provider of its own org; oktaProviderArgs makes the settings of one.`;
    return { propertyPath: "oktaDomain", reason };
}

/**
 * What is wrong where resources of one org are wanted in another. A custom domain and a domain with
 * its tenant id are the same org.
 */
export function checkSameOrg(before: OktaOrg, wanted: OktaOrg): InputProblem[] {
    const isSame =
        before.domain === wanted.domain ||
        (before.tenantId === wanted.tenantId && (isCustom(before) || isCustom(wanted)));
    if (isSame) {
        return [];
    }
    const reason =
        `got ${show(wanted.domain)}, but the resources of this stack are in ${before.domain}, and ` +
        `nothing in Okta moves from one org to another. Set it back to ${show(before.domain)}. ` +
        `Give ${wanted.domain} a stack of its own (pulumi stack init), or run pulumi destroy on ` +
        `this one first, while it still names ${before.domain}.`;
    return [{ propertyPath: "oktaDomain", reason }];
}

function isCustom({ domain }: OktaOrg): boolean {
    return !FAMILIES.some((name) => domain.endsWith(`.${name}`));
}

function org(domain: string, tenantId: string): OktaOrg {
    return { domain, tenantId, url: `https://${domain}` };
}

function hostOf(oktaDomain: unknown): string | undefined {
    if (typeof oktaDomain !== "string") {
        return undefined;
    }
    return oktaDomain
        .trim()
        .toLowerCase()
        .replace(/^https:\/\//, "")
        .replace(/\.?\/?$/, "");
}

function whatIsWrongWith(host: string): string | undefined {
    if (host === "") {
        return "empty";
    }
    if (host.startsWith("http://")) {
        return "plain http, which Okta does not serve";
    }
    if (/^[0-9.]+(?::\d+)?$/.test(host) || host.startsWith("[") || /:.*:/.test(host)) {
        return "an IP address";
    }
    if (/[/?#]/.test(host)) {
        return "a URL with a path";
    }
    if (host.includes("@")) {
        return "an address with a user in it";
    }
    if (host.includes(":")) {
        return "a host with a port";
    }
    if (FAMILIES.includes(host)) {
        return "without the name of your org";
    }
    const labels = host.split(".");
    if (labels.length < 2) {
        return "without the part after the name of your org";
    }
    if (host.length > 253 || !labels.every((label) => LABEL.test(label))) {
        return "not a host name";
    }
    return undefined;
}

function explain(oktaDomain: unknown, wrong: string): string {
    const got = oktaDomain === undefined || oktaDomain === null ? "missing" : wrong;
    return (
        `got ${show(oktaDomain ?? undefined)} (${got}); ${WANTED}. ` +
        `Copy it from the user menu of the Admin Console, and leave out path and port.`
    );
}
