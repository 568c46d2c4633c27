import { findProviderCredentials, type ProviderCredentials } from "../../okta/adminClient";
import { textOf } from "../../rules/json";
import { loopbackUrl } from "../../rules/loopback";
import { checkOktaDomain, namedHost } from "../../rules/oktaDomain";
import type { Environment } from "../../rules/providerCredentials";
import {
    lineageOf,
    programConfig,
    providerUrnOf,
    type StackSnapshot,
    type StateResource,
} from "./stackSnapshot";

/** The org that a resource of a stack belongs to, and the credentials that its provider names. */
export interface OrgAccess {
    /** Host of the org. */
    readonly org: string;
    /** Address at which the provider reaches it. */
    readonly address: URL;
    /** Undefined where neither provider, configuration nor environment has any for this org. */
    readonly credentials?: ProviderCredentials;
    /** URN of the provider in whose state the credentials are: those of the last `up`. */
    readonly keptBy?: string;
}

/**
 * Finds the org of a resource and the credentials for it. Credentials go to the host that their
 * provider names, and nowhere else: those of the stack's configuration are used for a default
 * provider, whose settings they are, and for an explicit one only where the configuration names
 * the same org. Undefined where the state does not tell the org.
 */
export function orgAccessOf(
    stack: StackSnapshot,
    urn: string,
    env: Environment,
): OrgAccess | undefined {
    const provider = providerOf(stack, urn);
    const isDefault = provider === undefined || /::default(_[\w.]+)?$/.test(provider.urn);
    const named = namedHost(
        textOf(provider?.inputs, "orgName") ||
            (isDefault ? stack.config["okta:orgName"] || env["OKTA_ORG_NAME"] : undefined),
        textOf(provider?.inputs, "baseUrl") ||
            (isDefault ? stack.config["okta:baseUrl"] || env["OKTA_BASE_URL"] : undefined),
    );
    // A component knows its org where the provider does not say it.
    const [ofComponent] = lineageOf(stack, urn).flatMap(
        ({ outputs }) => textOf(outputs, "oktaDomain") ?? [],
    );
    const org = named ?? ofComponent;
    if (org === undefined || !isHost(org)) {
        return undefined;
    }
    const inputs = settingsOf(provider);
    const isConfigured = configuredHosts(stack, env, isDefault).some(
        (host) => host === undefined || host === org,
    );
    // The configuration is newer than the state, which keeps a token that was rotated.
    const { dir } = stack.location;
    const configured = isConfigured ? findProviderCredentials(stack.config, env, dir) : undefined;
    const kept = configured === undefined ? findProviderCredentials(inputs, {}, dir) : undefined;
    const credentials =
        configured ?? kept ?? findProviderCredentials(inputs, envFor(org, env), dir);
    const httpProxy =
        (isConfigured ? stack.config["okta:httpProxy"] : undefined) ??
        inputs["okta:httpProxy"] ??
        env["OKTA_HTTP_PROXY"];
    return {
        org,
        address: loopbackUrl(httpProxy) ?? new URL(`https://${org}`),
        ...(credentials && { credentials }),
        ...(kept && provider && { keptBy: provider.urn }),
    };
}

/** Whether a text is a host alone, so that https:// before it leads there and nowhere else. */
function isHost(text: string): boolean {
    const url = `https://${text}`;
    return URL.canParse(url) && new URL(url).host === text.toLowerCase();
}

/**
 * Hosts that the credentials of the configuration are for: what `okta:` names or else the program.
 * Undefined stands for whatever host a default provider works on, where nothing names another.
 */
function configuredHosts(
    stack: StackSnapshot,
    env: Environment,
    isDefault: boolean,
): (string | undefined)[] {
    const { config } = stack;
    if (isDefault) {
        const [orgName, baseUrl] = [config["okta:orgName"], config["okta:baseUrl"]];
        return [namedHost(orgName || env["OKTA_ORG_NAME"], baseUrl || env["OKTA_BASE_URL"])];
    }
    const ofProvider = namedHost(config["okta:orgName"], config["okta:baseUrl"]);
    const domain = checkOktaDomain(
        programConfig(stack, "oktaDomain"),
        programConfig(stack, "tenantId") || undefined,
    );
    return [
        ...(ofProvider === undefined ? [] : [ofProvider]),
        ...(domain.ok ? [domain.value.domain] : []),
    ];
}

/** The environment, unless it names another org: its credentials are for that one. */
function envFor(org: string, env: Environment): Environment {
    const named = namedHost(env["OKTA_ORG_NAME"], env["OKTA_BASE_URL"]);
    return named === undefined || named === org ? env : {};
}

function providerOf(stack: StackSnapshot, urn: string): StateResource | undefined {
    const [resource] = lineageOf(stack, urn);
    const provider = resource && providerUrnOf(resource);
    return stack.resources.find((one) => one.urn === provider);
}

function settingsOf(provider: StateResource | undefined): Record<string, string> {
    const inputs = Object.entries(provider?.inputs ?? {}).map(
        ([name, value]) =>
            [`okta:${name}`, typeof value === "string" ? value : JSON.stringify(value)] as const,
    );
    return Object.fromEntries(inputs);
}
