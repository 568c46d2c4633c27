import { NO_APP, NO_GROUP, NO_USER } from "../../okta/absentIds";
import { pathSegment } from "../../okta/pathSegment";
import { isManageScope } from "../../rules/scopes";

/** One cheap call that only works with a scope and a fitting role. */
export interface Probe {
    readonly method: "GET" | "POST" | "PUT";
    readonly path: string;
    /** What a 200 has to be; by default a list. "any" where Okta's own pages do not say. */
    readonly answer?: "object" | "any";
    /** Set for a list that no org has empty; what it is a list of. */
    readonly neverEmpty?: string;
    /** True when 404 for an id that cannot exist is the proof that the call is permitted. */
    readonly absentIsProof?: boolean;
    /** True where an org without the feature has no such path. */
    readonly optionalFeature?: boolean;
}

/** What a probe may need to know beforehand. */
export interface ProbeContext {
    /** The app that reads; undefined where it is none. */
    readonly appId?: string | undefined;
    /** A user's id, for what is read of one user; undefined when no user could be seen. */
    readonly userId?: string | undefined;
}

type ProbeRule = Probe | ((context: ProbeContext) => Probe);

const get = (path: string, more: Partial<Probe> = {}): Probe => ({ method: "GET", path, ...more });
const feature = (path: string, answer?: "any"): Probe =>
    get(path, { optionalFeature: true, answer });

const probes: Readonly<Record<string, ProbeRule>> = {
    "okta.apiTokens.read": get("/api/v1/api-tokens?limit=1"),
    "okta.appGrants.read": ({ appId }) =>
        get(`/api/v1/apps/${pathSegment(appId ?? NO_APP)}/grants`, unlessKnown(appId)),
    // An app that reads is one itself, so that its list cannot be empty; a second entry tells
    // whether it is shown others.
    "okta.apps.read": ({ appId }) =>
        get("/api/v1/apps?limit=2", appId === undefined ? {} : { neverEmpty: "apps" }),
    "okta.authenticators.read": feature("/api/v1/authenticators"),
    "okta.authorizationServers.read": feature("/api/v1/authorizationServers?limit=1"),
    "okta.behaviors.read": feature("/api/v1/behaviors"),
    "okta.brands.read": get("/api/v1/brands"),
    "okta.captchas.read": feature("/api/v1/captchas"),
    "okta.deviceAssurance.read": feature("/api/v1/device-assurances"),
    "okta.devices.read": feature("/api/v1/devices?limit=1"),
    "okta.domains.read": get("/api/v1/domains", { answer: "object" }),
    "okta.emailDomains.read": feature("/api/v1/email-domains", "any"),
    "okta.eventHooks.read": get("/api/v1/eventHooks"),
    "okta.factors.read": ({ userId }) =>
        get(`/api/v1/users/${userId ?? NO_USER}/factors`, unlessKnown(userId)),
    "okta.features.read": get("/api/v1/features"),
    "okta.groups.read": get("/api/v1/groups?limit=1", { neverEmpty: "groups" }),
    "okta.identitySources.read": feature("/api/v1/identity-sources", "any"),
    "okta.idps.read": get("/api/v1/idps?limit=1"),
    "okta.inlineHooks.read": get("/api/v1/inlineHooks"),
    "okta.linkedObjects.read": get("/api/v1/meta/schemas/user/linkedObjects"),
    "okta.logStreams.read": feature("/api/v1/logStreams?limit=1"),
    "okta.logs.read": get("/api/v1/logs?limit=1"),
    "okta.networkZones.read": get("/api/v1/zones?limit=1"),
    "okta.orgs.read": get("/api/v1/org", { answer: "object" }),
    "okta.policies.read": get("/api/v1/policies?type=OKTA_SIGN_ON&limit=1", {
        neverEmpty: "sign-on policies",
    }),
    "okta.profileMappings.read": get("/api/v1/mappings?limit=1"),
    "okta.realms.read": feature("/api/v1/realms?limit=1"),
    "okta.roles.read": get("/api/v1/iam/roles?limit=1", { answer: "object" }),
    "okta.schemas.read": get("/api/v1/meta/schemas/user/default", { answer: "object" }),
    "okta.templates.read": get("/api/v1/templates/sms"),
    "okta.threatInsights.read": get("/api/v1/threats/configuration", { answer: "object" }),
    "okta.trustedOrigins.read": get("/api/v1/trustedOrigins?limit=1"),
    "okta.userTypes.read": get("/api/v1/meta/types/user"),
    "okta.users.read": get("/api/v1/users?limit=1", { neverEmpty: "users" }),
    // Proofs of a write that cannot change anything: what they would change does not exist. That
    // Okta looks at the permission before it looks for the id is unconfirmed for some of its roles.
    "okta.apps.manage": write("POST", `/api/v1/apps/${NO_APP}/lifecycle/activate`),
    "okta.groups.manage": write("PUT", `/api/v1/groups/${NO_GROUP}/users/${NO_USER}`),
    "okta.users.manage": write("POST", `/api/v1/users/${NO_USER}/lifecycle/suspend`),
};

function unlessKnown(id: string | undefined): Partial<Probe> {
    return id === undefined ? { absentIsProof: true } : {};
}

function write(method: "POST" | "PUT", path: string): Probe {
    return { method, path, absentIsProof: true, answer: "any" };
}

/** The call that proves a scope, or undefined for a scope for which no cheap one is known. */
export function probeFor(scope: string, context: ProbeContext): Probe | undefined {
    // A manage scope covers the reads of its resource, which is the most that is safe to try.
    const rule = probes[scope] ?? probes[scope.replace(/\.manage$/, ".read")];
    return typeof rule === "function" ? rule(context) : rule;
}

/** True when the probe of a scope needs the id of a user, which only another read can give. */
export function needsUser(scope: string): boolean {
    return scope.startsWith("okta.factors.");
}

/** True when the probe proves the very thing the scope allows, not only reading. */
export function provesScope(scope: string): boolean {
    return scope in probes || !isManageScope(scope);
}

/** A write that an app without okta.users.manage must be refused; it could not change anything. */
export const forbiddenWriteProbe: Probe = write(
    "POST",
    `/api/v1/users/${NO_USER}/lifecycle/suspend`,
);
