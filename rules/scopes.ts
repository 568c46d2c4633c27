import { closest, distance } from "fastest-levenshtein";

import { textsOfList } from "./json";
import { KNOWN_SCOPES } from "./knownScopes";
import { Checked, InputProblem, show } from "./problem";

/** Rezonate's read-only profile: what it reads when nothing else is asked for. */
export const READ_ONLY_SCOPES: readonly string[] = [
    "okta.apiTokens.read",
    "okta.appGrants.read",
    "okta.apps.read",
    "okta.authenticators.read",
    "okta.authorizationServers.read",
    "okta.devices.read",
    "okta.factors.read",
    "okta.groups.read",
    "okta.idps.read",
    "okta.logs.read",
    "okta.networkZones.read",
    "okta.orgs.read",
    "okta.policies.read",
    "okta.roles.read",
    "okta.users.read",
];

/** What Rezonate's guide asks for on top, to respond and remediate. */
export const REMEDIATION_SCOPES: readonly string[] = ["okta.groups.manage", "okta.users.manage"];

const OIDC_SCOPES = [
    "address",
    "device_sso",
    "email",
    "groups",
    "offline_access",
    "openid",
    "phone",
    "profile",
];

const FORM = /^okta(?:\.[a-z][A-Za-z0-9]*){2,}$/;

/** True for a scope that lets its holder change something: all but those that end in ".read". */
export function isManageScope(scope: string): boolean {
    return !scope.endsWith(".read");
}

/**
 * Checks a list of Okta API scopes for a service app. The result is sorted, so that the order in
 * which a program names them never shows up as a change.
 *
 * @param allowed The manage scopes that were asked for on purpose.
 */
export function checkScopes(
    scopes: unknown,
    allowed: unknown,
    property = "scopes",
): Checked<string[]> {
    if (!Array.isArray(allowed)) {
        const reason = `got ${show(allowed)}; wanted a list of Okta API scopes.`;
        return refuseAll("allowedManageScopes", reason);
    }
    if (!Array.isArray(scopes)) {
        return refuseAll(property, `got ${show(scopes)}; wanted a list of Okta API scopes.`);
    }
    if (scopes.length === 0) {
        return refuseAll(
            property,
            "got an empty list; wanted at least one Okta API scope. Leave it out for the default.",
        );
    }
    const faults: InputProblem[] = [];
    scopes.forEach((scope: unknown, index) => {
        const reason =
            scopes.indexOf(scope) < index
                ? `got ${show(scope)} a second time; wanted each scope once. Remove this one.`
                : whatIsWrongWith(scope, allowed as readonly string[]);
        if (reason !== undefined) {
            faults.push({ propertyPath: `${property}[${index}]`, reason });
        }
    });
    return faults.length === 0
        ? { ok: true, value: [...(scopes as string[])].sort() }
        : { ok: false, problems: faults };
}

/** The scopes of an integration, of which some may change the org. */
export interface RequestedScopes {
    /** Defaults to the read-only profile. */
    readonly scopes?: unknown;
    readonly allowedManageScopes?: readonly string[];
    /** Adds the scopes of remediation, and allows them. */
    readonly remediation?: boolean;
}

/** Checks the scopes of an integration. The result is sorted, with those of remediation. */
export function checkIntegrationScopes(wanted: RequestedScopes): Checked<string[]> {
    const { remediation, allowedManageScopes: given = [] } = wanted;
    const allowed: unknown = Array.isArray(given) ? manageScopesOf(wanted) : given;
    const checked = checkScopes(wanted.scopes ?? [...READ_ONLY_SCOPES], allowed);
    return checked.ok
        ? { ok: true, value: requestedScopes({ scopes: checked.value, remediation }).sort() }
        : checked;
}

/** The scopes that an integration asks for: the chosen ones, and those of remediation. */
export function requestedScopes(wanted: {
    readonly scopes?: readonly string[];
    readonly remediation?: boolean;
}): string[] {
    const extra = wanted.remediation ? REMEDIATION_SCOPES : [];
    return [...new Set([...(wanted.scopes ?? READ_ONLY_SCOPES), ...extra])];
}

/** The scopes of an integration that may change the org and are meant to. */
export function manageScopesOf({ allowedManageScopes, remediation }: RequestedScopes): string[] {
    return [...textsOfList(allowedManageScopes), ...(remediation ? REMEDIATION_SCOPES : [])];
}

/** A warning for each scope that is not among those known, with the nearest name that is. */
export function unknownScopeWarnings(scopes: readonly string[]): string[] {
    return scopes
        .filter((scope) => !KNOWN_SCOPES.includes(scope))
        .map((scope) => {
            const nearest = closest(scope, KNOWN_SCOPES);
            const hint =
                distance(scope, nearest) <= 5 ? ` The nearest known one is "${nearest}".` : "";
            return (
                `"${scope}" is not among the Okta API scopes known here.${hint} ` +
                `It is granted as it stands; Okta refuses it if it does not exist.`
            );
        });
}

function whatIsWrongWith(scope: unknown, allowed: readonly string[]): string | undefined {
    if (typeof scope !== "string" || scope.trim() === "") {
        return `got ${show(scope)}; wanted the name of an Okta API scope. Remove it or name one.`;
    }
    if (/\s/.test(scope.trim())) {
        return `got ${show(scope)}; wanted one scope in each item of the list. Split it.`;
    }
    if (scope !== scope.trim()) {
        return `got ${show(scope)} with blanks around it; wanted ${show(scope.trim())}.`;
    }
    if (OIDC_SCOPES.includes(scope.toLowerCase())) {
        return (
            `got ${show(scope)}, an OpenID Connect scope, which a service app cannot have: there ` +
            `is no user in client_credentials. Wanted an Okta API scope such as okta.users.read.`
        );
    }
    if (/\.self$/i.test(scope) || /^okta\.myAccount\./i.test(scope)) {
        return (
            `got ${show(scope)}, which is about the user who signed in, and a service app has ` +
            `none. Wanted the scope for the whole org, such as okta.users.read.`
        );
    }
    const known = KNOWN_SCOPES.find((name) => name.toLowerCase() === scope.toLowerCase());
    if (known !== undefined && known !== scope) {
        return `got ${show(scope)}; scopes are case-sensitive. Wanted ${show(known)}.`;
    }
    if (!FORM.test(scope)) {
        return `got ${show(scope)}; wanted a name of the form okta.<resource>.read.`;
    }
    if (isManageScope(scope) && !allowed.includes(scope)) {
        return REMEDIATION_SCOPES.includes(scope)
            ? `got ${show(scope)}, which lets its holder change the org. Set remediation if ` +
                  `Rezonate is to act, or name it in allowedManageScopes; or remove it.`
            : `got ${show(scope)}, which lets its holder change the org. Name it in ` +
                  `allowedManageScopes if that is meant, or remove it.`;
    }
    return undefined;
}

function refuseAll(propertyPath: string, reason: string): Checked<string[]> {
    return { ok: false, problems: [{ propertyPath, reason }] };
}
