import { findProviderCredentials, type ProviderCredentials } from "../../okta/adminClient";
import { memberOf, textOf, textsOfList } from "../../rules/json";
import { isLoopback } from "../../rules/loopback";
import type { Environment } from "../../rules/providerCredentials";
import { UserError } from "../../rules/userError";
import { readHandoffPayload } from "../handoffForms";
import { handoffPayloadsOf, type NamedPayload } from "../handoffPayload";
import { registry } from "../registry";
import type { Integration } from "../state/integrations";
import { orgAccessOf } from "../state/orgAccess";
import { programConfig, type StackSnapshot } from "../state/stackSnapshot";
import type { Credentials } from "./method";

/** The credentials of one integration of a stack. */
export interface StackCredentials {
    /** Name of the integration; undefined where the credentials are root outputs of the stack. */
    readonly name?: string;
    readonly credentials: Credentials;
}

/**
 * Takes the credentials of each integration out of a stack, or those of the named one. An
 * integration whose private keys Rezonate holds has none.
 *
 * @throws UserError where there are neither.
 */
export function credentialsOfStack(
    stack: StackSnapshot,
    env: Environment,
    wanted?: string,
): StackCredentials[] {
    return handoffPayloadsOf(stack, wanted)
        .filter(({ isVendorHeld }) => !isVendorHeld)
        .map((source) => ({
            name: source.integration?.name,
            credentials: credentialsOf(stack, source, env),
        }));
}

/** The integrations of a stack whose private keys Rezonate holds. */
export function vendorHeldOf(stack: StackSnapshot, wanted?: string): Integration[] {
    return handoffPayloadsOf(stack, wanted).flatMap(({ isVendorHeld, integration }) =>
        isVendorHeld && integration ? [integration] : [],
    );
}

function credentialsOf(
    stack: StackSnapshot,
    { payload, outputs, integration }: NamedPayload,
    env: Environment,
): Credentials {
    const { credentials: method } = registry[payload.method];
    const found = method.read(payload.fields, textOf(outputs, "keyId"));
    const grantedScopes = outputs["grantedScopes"];
    const allowedFrom = method.allowedFromIn?.(stack, found.credential);
    const common = {
        ...found,
        ...(Array.isArray(grantedScopes) ? { scopes: textsOfList(grantedScopes) } : {}),
        expectedRoles: method.rolesIn(stack, found.credential),
        expectedPermissions: method.permissionsIn?.(stack, found.credential),
        ...(method.isViewLimitedIn?.(stack, found.credential) && { isViewLimited: true }),
        expectedLogin: textOf(outputs, "login"),
        ...(allowedFrom !== undefined && { allowedFrom }),
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
            provider: isConfigured ? configuredAdmin : undefined,
        };
    }
    const access = orgAccessOf(stack, integration.oktaResource ?? integration.urn, env);
    return {
        ...common,
        oktaDomain,
        loopback: access && isLoopback(access.address) ? access.address.origin : undefined,
        apiToken: apiTokenIn(access?.credentials),
        provider: access?.credentials,
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
        ...registry[filled.method].credentials.read(filled.fields, textOf(parsed, "key_id")),
        ...(Array.isArray(scopes) ? { scopes: textsOfList(scopes) } : {}),
    };
}

/** The part of credentials that nobody may see. */
export function secretOf({ credential }: Pick<Credentials, "credential">): string {
    return registry[credential.method].credentials.secretOf(credential);
}

// Those of the first form that has a field of its own here, else of the first.
function missingFields(json: unknown): string[] {
    const fieldsOf = Object.values(registry).map(({ credentials }) =>
        Object.keys(credentials.form),
    );
    const own = fieldsOf.find((fields) =>
        fields.some((field) => field !== "okta_domain" && textOf(json, field)),
    );
    return (own ?? fieldsOf[0] ?? []).filter((field) => !textOf(json, field));
}

const wantedJson = `Wanted ${orListOf(
    Object.values(registry).map(({ credentials }) => exampleOf(Object.keys(credentials.form))),
)}, as "credentials" of an integration holds it. The outputs of a stack are not given as JSON: give the stack.`;

function exampleOf(fields: readonly string[]): string {
    return `{${fields.map((field) => `"${field}": "..."`).join(", ")}}`;
}

function orListOf(items: readonly string[]): string {
    return `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
}
