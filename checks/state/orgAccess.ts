import { findProviderCredentials, type ProviderCredentials } from "../../okta/adminClient";
import { textOf } from "../../rules/json";
import { loopbackUrl } from "../../rules/loopback";
import { checkOktaDomain, namedHost } from "../../rules/oktaDomain";
import {
    lineageOf,
    programConfig,
    providerUrnOf,
    type StackSnapshot,
    type StateResource,
} from "./stackSnapshot";

type Environment = Readonly<Record<string, string | undefined>>;

/** The org that a resource of a stack belongs to, and the credentials that its provider names. */
export interface OrgAccess {
    /** Host of the org. */
    readonly org: string;
    /** Address at which the provider reaches it. */
    readonly address: URL;
    /** Undefined where neither provider, configuration nor environment has any for this org. */
    readonly credentials?: ProviderCredentials;
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
    if (org === undefined) {
        return undefined;
    }
    const inputs = settingsOf(provider);
    const { dir } = stack.location;
    const isConfigured = isDefault || configuredHosts(stack).includes(org);
    const credentials = isConfigured
        ? // The configuration is newer than the state, which keeps a token that was rotated.
          (findProviderCredentials(stack.config, env, dir) ??
          findProviderCredentials(inputs, {}, dir))
        : findProviderCredentials(inputs, env, dir);
    const httpProxy =
        (isConfigured ? stack.config["okta:httpProxy"] : undefined) ??
        inputs["okta:httpProxy"] ??
        env["OKTA_HTTP_PROXY"];
    return {
        org,
        address: loopbackUrl(httpProxy) ?? new URL(`https://${org}`),
        ...(credentials && { credentials }),
    };
}

/** Hosts that the stack's own configuration names: that of `okta:` and that of the program. */
function configuredHosts(stack: StackSnapshot): string[] {
    const ofProvider = namedHost(stack.config["okta:orgName"], stack.config["okta:baseUrl"]);
    const domain = checkOktaDomain(
        programConfig(stack, "oktaDomain"),
        programConfig(stack, "tenantId") || undefined,
    );
    return [
        ...(ofProvider === undefined ? [] : [ofProvider]),
        ...(domain.ok ? [domain.value.domain] : []),
    ];
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
