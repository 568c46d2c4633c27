import { findProviderCredentials, type ProviderCredentials } from "../../okta/adminClient";
import { memberOf, textOf, textsOfList } from "../../rules/json";
import { isLoopback } from "../../rules/loopback";
import { READ_ONLY_SCOPES, REMEDIATION_SCOPES } from "../../rules/scopes";
import { UserError } from "../../rules/userError";
import { handoffFields, type HandoffPayload, readHandoffPayload } from "../handoffFields";
import { handoffPayloadsOf, type NamedPayload } from "../handoffPayload";
import { orgAccessOf } from "../state/orgAccess";
import { programConfig, type StackSnapshot } from "../state/stackSnapshot";

/** What Rezonate proves itself with. */
export type Credential =
    | {
          readonly kind: "privateKey";
          readonly clientId: string;
          readonly privateKey: string;
          readonly keyId?: string;
      }
    | { readonly kind: "clientSecret"; readonly clientId: string; readonly clientSecret: string }
    | { readonly kind: "apiKey"; readonly apiKey: string };

/** What Rezonate is handed, and what is known about it. */
export interface Credentials {
    readonly credential: Credential;
    /** The subdomain of the org's original domain, when the source knows it. */
    readonly tenantId?: string;
    /** The org's domain, when the source knows it: this or the tenant id is there. */
    readonly oktaDomain?: string;
    /** The scopes that are granted, when the source knows them. */
    readonly scopes?: readonly string[];
    readonly expectedRoles?: readonly string[];
    /** Whose an API key has to be, when the source knows it. */
    readonly expectedLogin?: string;
    /** Loopback address at which the stack reaches its org. */
    readonly loopback?: string;
    readonly apiToken?: string;
}

/** The credentials of one integration of a stack. */
export interface StackCredentials {
    /** Name of the integration; undefined where the credentials are root outputs of the stack. */
    readonly name?: string;
    readonly credentials: Credentials;
}

/**
 * Takes the credentials of each integration out of a stack, or those of the named one. Throws a
 * UserError where there are none.
 */
export function credentialsOfStack(
    stack: StackSnapshot,
    env: Readonly<Record<string, string | undefined>>,
    wanted?: string,
): StackCredentials[] {
    return handoffPayloadsOf(stack, wanted).map((source) => ({
        name: source.integration?.name,
        credentials: credentialsOf(stack, source, env),
    }));
}

function credentialsOf(
    stack: StackSnapshot,
    { payload, outputs, integration }: NamedPayload,
    env: Readonly<Record<string, string | undefined>>,
): Credentials {
    const found = credentialsIn(payload, textOf(outputs, "keyId"));
    const grantedScopes = outputs["grantedScopes"];
    const common = {
        ...found,
        ...(Array.isArray(grantedScopes) ? { scopes: textsOfList(grantedScopes) } : {}),
        expectedRoles: rolesOf(stack, found.credential),
        expectedLogin: textOf(outputs, "login"),
    };
    const oktaDomain = found.oktaDomain ?? textOf(outputs, "oktaDomain");
    if (integration === undefined) {
        // The configuration is the only thing that says which org such a stack is about, and its
        // token goes to that org only.
        const configured = programConfig(stack, "oktaDomain");
        const isConfigured = configured !== undefined && (oktaDomain ?? configured) === configured;
        const configuredAdmin = findProviderCredentials(stack.config, env);
        return {
            ...common,
            oktaDomain: oktaDomain ?? configured,
            loopback: stack.config["okta:httpProxy"],
            apiToken: isConfigured ? apiTokenIn(configuredAdmin) : undefined,
        };
    }
    const access = orgAccessOf(stack, integration.oktaResource ?? integration.urn, env);
    return {
        ...common,
        oktaDomain,
        loopback: access && isLoopback(access.address) ? access.address.origin : undefined,
        apiToken: apiTokenIn(access?.credentials),
    };
}

function apiTokenIn(credentials: ProviderCredentials | undefined): string | undefined {
    return credentials?.kind === "apiToken" ? credentials.apiToken : undefined;
}

/** Reads a credentials JSON, as the components' outputs "credentials" and `handoff` give it. */
export function parseCredentials(json: string, source: string): Credentials {
    let parsed: unknown;
    try {
        // Editors on Windows put a byte order mark before UTF-8.
        parsed = JSON.parse(json.replace(/^\uFEFF/, ""));
    } catch {
        const encoding =
            json.includes("\0") || json.includes("\uFFFD")
                ? " It looks like UTF-16: save it as UTF-8."
                : "";
        throw new UserError(`${source}: this is not JSON.${encoding} ${wantedJson}`);
    }
    const filled = readHandoffPayload((field) => textOf(parsed, field));
    if (filled === undefined) {
        const missing = missingFields(parsed);
        const are = missing.length === 1 ? "is" : "are";
        throw new UserError(
            `${source}: ${missing.join(", ")} ${are} missing or empty. ${wantedJson}`,
        );
    }
    const scopes = memberOf(parsed, "scopes");
    return {
        ...credentialsIn(filled, textOf(parsed, "key_id")),
        ...(Array.isArray(scopes) ? { scopes: textsOfList(scopes) } : {}),
    };
}

/** The OAuth client id that credentials name; an API key has none. */
export function clientIdOf({ credential }: Pick<Credentials, "credential">): string | undefined {
    return credential.kind === "apiKey" ? undefined : credential.clientId;
}

/** The part of credentials that nobody may see. */
export function secretOf({ credential }: Pick<Credentials, "credential">): string {
    switch (credential.kind) {
        case "privateKey":
            return credential.privateKey;
        case "clientSecret":
            return credential.clientSecret;
        case "apiKey":
            return credential.apiKey;
    }
}

function credentialsIn({ method, fields }: HandoffPayload, keyId?: string): Credentials {
    switch (method) {
        case "oauth": {
            const { tenant_id: tenantId, application_id: clientId, private_key } = fields;
            const credential = { kind: "privateKey", clientId, privateKey: private_key } as const;
            return { tenantId, credential: { ...credential, keyId } };
        }
        case "marketplace": {
            const { okta_domain: oktaDomain, client_id: clientId, client_secret } = fields;
            const clientSecret = client_secret;
            return { oktaDomain, credential: { kind: "clientSecret", clientId, clientSecret } };
        }
        case "api-key": {
            const { okta_domain: oktaDomain, api_key: apiKey } = fields;
            // A key has no scopes. It is tried with the reads that Rezonate makes.
            return { oktaDomain, credential: { kind: "apiKey", apiKey }, scopes: READ_ONLY_SCOPES };
        }
    }
}

// Those of the first form that has a field of its own here, else of the first.
function missingFields(json: unknown): string[] {
    const fieldsOf = Object.values(handoffFields).map((form) => Object.keys(form));
    const own = fieldsOf.find((fields) =>
        fields.some((field) => field !== "okta_domain" && textOf(json, field)),
    );
    return (own ?? fieldsOf[0] ?? []).filter((field) => !textOf(json, field));
}

/** Reads --scopes: names, and the words `default` and `remediation` for those of the profile. */
export function parseScopes(value: string): string[] {
    const scopes = value
        .split(/[\s,]+/)
        .filter(Boolean)
        .flatMap((name) =>
            name === "default"
                ? READ_ONLY_SCOPES
                : name === "remediation"
                  ? REMEDIATION_SCOPES
                  : [name],
        );
    if (scopes.length === 0) {
        throw new UserError(
            "--scopes: got an empty list, wanted scopes such as okta.users.read, or default.",
        );
    }
    return [...new Set(scopes)];
}

const wantedJson =
    'Wanted {"tenant_id": "...", "application_id": "...", "private_key": "..."}, {"okta_domain": "...", "client_id": "...", "client_secret": "..."} or {"okta_domain": "...", "api_key": "..."}, as "credentials" of an integration holds it. Outputs of a stack are read with --stack.';

function rolesOf(stack: StackSnapshot, credential: Credential): string[] | undefined {
    switch (credential.kind) {
        case "privateKey":
            return stack.resources
                .filter(({ type }) => type === "okta:app/oauthRoleAssignment:OauthRoleAssignment")
                .filter(({ outputs }) => textOf(outputs, "clientId") === credential.clientId)
                .flatMap(({ outputs }) => textOf(outputs, "type") ?? []);
        case "clientSecret":
            return undefined;
        case "apiKey":
            return ["READ_ONLY_ADMIN"];
    }
}
