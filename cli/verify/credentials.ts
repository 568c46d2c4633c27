import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { REMEDIATION_SCOPES, READ_ONLY_SCOPES } from "../../components/internal/scopes";
import { CliError } from "../errors";
import { memberOf, textOf, textsOfList } from "../json";
import { programConfig, type StackFacts } from "../stack/readStack";

/** What Rezonate is handed, and what is known about it. */
export interface Credentials {
    readonly tenantId: string;
    readonly applicationId: string;
    readonly privateKey: string;
    readonly keyId?: string;
    /** The scopes that are granted, when the source knows them. */
    readonly scopes?: readonly string[];
    readonly expectedRoles?: readonly string[];
    /** The org's domain, when the source knows it. */
    readonly oktaDomain?: string;
    /** Loopback address at which the stack reaches its org. */
    readonly loopback?: string;
    readonly runnerToken?: string;
}

/** Takes the credentials out of a stack made by this project. */
export function credentialsOfStack(stack: StackFacts): Credentials {
    const where = `--stack ${stack.location.stack}`;
    const need = (name: string): string => {
        const value = textOf(stack.outputs, name);
        if (value === undefined || value === "") {
            throw new CliError(
                `${where}: the stack has no output "${name}". Wanted the outputs tenantId, applicationId, privateKey and grantedScopes: run "pulumi up" first, or export them from your own program.`,
            );
        }
        return value;
    };
    const applicationId = need("applicationId");
    const keyId = textOf(stack.outputs, "keyId");
    const oktaDomain = programConfig(stack, "oktaDomain");
    const loopback = stack.config["okta:httpProxy"];
    const runnerToken = stack.config["okta:apiToken"] ?? process.env["OKTA_API_TOKEN"];
    return {
        tenantId: need("tenantId"),
        applicationId,
        privateKey: need("privateKey"),
        scopes: textsOfList(stack.outputs["grantedScopes"]),
        expectedRoles: rolesOf(stack, applicationId),
        keyId,
        oktaDomain,
        loopback,
        runnerToken,
    };
}

/** Reads the credentials JSON of Rezonate's console: tenant_id, application_id, private_key. */
export function parseCredentials(json: string, source: string): Credentials {
    let parsed: unknown;
    try {
        parsed = JSON.parse(json);
    } catch {
        throw new CliError(`${source}: this is not JSON. ${wantedJson}`);
    }
    const missing = ["tenant_id", "application_id", "private_key"].filter(
        (name) => !textOf(parsed, name),
    );
    if (missing.length > 0) {
        const are = missing.length === 1 ? "is" : "are";
        throw new CliError(
            `${source}: ${missing.join(", ")} ${are} missing or empty. ${wantedJson}`,
        );
    }
    const scopes = memberOf(parsed, "scopes");
    const keyId = textOf(parsed, "key_id");
    return {
        tenantId: textOf(parsed, "tenant_id") ?? "",
        applicationId: textOf(parsed, "application_id") ?? "",
        privateKey: textOf(parsed, "private_key") ?? "",
        keyId,
        ...(Array.isArray(scopes) ? { scopes: textsOfList(scopes) } : {}),
    };
}

/** Reads the credentials JSON from a file, or from stdin for "-". */
export async function readCredentials(file: string): Promise<Credentials> {
    if (file === "-") {
        return parseCredentials(await text(process.stdin), "--credentials - (stdin)");
    }
    const json = await readFile(file, "utf8").catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        throw new CliError(`--credentials: ${reason}. Name a file, or - for stdin.`);
    });
    return parseCredentials(json, `--credentials ${file}`);
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
        throw new CliError(
            "--scopes: got an empty list, wanted scopes such as okta.users.read, or default.",
        );
    }
    return [...new Set(scopes)];
}

const wantedJson =
    'Wanted {"tenant_id": "...", "application_id": "...", "private_key": "..."}, as "credentials" of OAuthIntegration holds it. Outputs of a stack are read with --stack.';

function rolesOf(stack: StackFacts, clientId: string): string[] {
    return stack.resources
        .filter(({ type }) => type === "okta:app/oauthRoleAssignment:OauthRoleAssignment")
        .filter(({ outputs }) => textOf(outputs, "clientId") === clientId)
        .flatMap(({ outputs }) => textOf(outputs, "type") ?? []);
}
