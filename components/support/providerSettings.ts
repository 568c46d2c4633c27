import { Provider } from "@pulumi/okta/provider";
import * as pulumi from "@pulumi/pulumi";

import { checkProviderHost, type OktaOrg, providerHost } from "../../rules/oktaDomain";
import type { ProviderSettings } from "../../rules/providerCredentials";
import { OktaType } from "../../rules/resourceTypes";
import { hasEngine, uniqueHookName, valueOf } from "./hooks";

/** The settings of a provider that one call needs: it names the scope by itself. */
export type CallSettings = Omit<ProviderSettings, "scopes">;

/** Provider settings as outputs; one is undefined where the provider does not set it. */
export type ProviderSettingOutputs = {
    readonly [K in keyof Required<CallSettings>]: pulumi.Output<string | undefined> | undefined;
};

/**
 * The credentials of the okta provider that a component was given, or where it was given none, of
 * the default one: those in the stack's "okta:" configuration. In a preview, what an explicit
 * provider does not set is unknown. What only the environment holds is not here: who uses them
 * looks there last, as the okta plugin does.
 */
export function providerSettingsOf(component: pulumi.ComponentResource): ProviderSettingOutputs {
    const provider = providerOf(component);
    const config = new pulumi.Config("okta");
    const of = (key: keyof CallSettings) =>
        provider === undefined ? config.getSecret(key) : pulumi.secret(provider[key]);
    return Object.fromEntries(SETTINGS.map((key) => [key, of(key)])) as ProviderSettingOutputs;
}

/** The same in a preview as well: undefined where one of them is yet to be computed. */
export async function knownSettingsOf(
    component: pulumi.ComponentResource,
): Promise<CallSettings | undefined> {
    const provider = providerOf(component);
    const config = new pulumi.Config("okta");
    const values = await Promise.all(
        SETTINGS.map((key) => insideOf(provider?.[key] ?? pulumi.output(config.get(key)))),
    );
    return values.some((value) => pulumi.containsUnknowns(value))
        ? undefined
        : Object.fromEntries(SETTINGS.map((key, index) => [key, values[index] as string]));
}

const SETTINGS = [
    "apiToken",
    "accessToken",
    "clientId",
    "privateKey",
    "privateKeyId",
    "httpProxy",
] as const satisfies readonly (keyof CallSettings)[];

/** The org that these credentials are for. */
export interface ProviderOrg {
    /** Its host, where they may go. */
    readonly host: pulumi.Output<string>;
    /** Hooks of the first resource, which let it be made only if this is the component's org. */
    readonly hooks: pulumi.ResourceHookBinding;
}

/** The host of the org that a component's okta provider works on, where its credentials may go. */
export function providerHostOf(
    component: pulumi.ComponentResource,
    org: pulumi.Output<OktaOrg>,
): pulumi.Output<string> {
    const config = new pulumi.Config("okta");
    const provider = providerOf(component);
    const setting = (name: "orgName" | "baseUrl") =>
        provider === undefined ? config.get(name) : ifSet(provider[name]);
    // The plugin takes from the environment what a provider does not set.
    const { OKTA_ORG_NAME, OKTA_BASE_URL } = process.env;
    return pulumi
        .all([org, setting("orgName"), setting("baseUrl")])
        .apply(([wanted, named, base]) =>
            providerHost(wanted, named || OKTA_ORG_NAME, base || OKTA_BASE_URL),
        );
}

/** The org that a component's okta provider works on, which has to be the one that is wanted. */
export function providerOrgOf(
    component: pulumi.ComponentResource,
    label: string,
    org: pulumi.Output<OktaOrg>,
): ProviderOrg {
    const host = providerHostOf(component, org);
    if (!hasEngine()) {
        return { host, hooks: {} };
    }
    const problem = pulumi.all([org, host]).apply(([wanted, at]) => {
        const found = checkProviderHost(wanted, at);
        return found && `${label}: ${found.propertyPath}: ${found.reason}`;
    });
    // The only word where nothing is made or updated. A rejected output would do, but leaves a
    // program of the Automation API waiting for ever.
    problem.apply((text) => text && void pulumi.log.error(text, component));
    const check: pulumi.ResourceHookFunction = async () => {
        if ((await valueOf(problem)) !== undefined) {
            throw new pulumi.RunError(`${label} is not made in another org`);
        }
    };
    const hook = new pulumi.ResourceHook(uniqueHookName(`${label} org`), check);
    return { host, hooks: { beforeCreate: [hook], beforeUpdate: [hook] } };
}

/**
 * A provider's setting, known in a preview where the provider does not set it: the SDK then has it
 * as unknown, as it has one that is yet to be computed.
 */
function ifSet(setting: pulumi.Output<string | undefined>): pulumi.Output<string | undefined> {
    const known = insideOf(setting).then((value) => (value === undefined ? value : setting));
    return pulumi.output(known);
}

/** The value of an output, or undefined where it is not known, as in a preview. */
export async function knownValue<T>(output: pulumi.Output<T>): Promise<T | undefined> {
    const value = await insideOf(output);
    return pulumi.containsUnknowns(value) ? undefined : (value as T);
}

/** What the SDK holds for an output, with its marks for what is unknown. */
function insideOf(output: pulumi.Output<unknown>): Promise<unknown> {
    return (output as unknown as { promise(withUnknowns: true): Promise<unknown> }).promise(true);
}

function providerOf(component: pulumi.ComponentResource): Provider | undefined {
    const given = component.getProvider(OktaType.ApiToken);
    return Provider.isInstance(given) ? given : undefined;
}
