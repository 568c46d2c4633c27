import { checkAdoptedApp } from "./adopt";
import { adoptFor, checkAdoptMethod } from "./adoptConfig";
import { checkAdoptedIntegration, checkKeptSecret } from "./adoptIntegration";
import { checkAdoptedUser } from "./adoptUser";
import { checkApiKey, checkServiceUser, KEY_IN_CLEAR } from "./apiKey";
import { CONFIG_KEYS, type StackConfig } from "./configForms";
import { checkKeyGenerations, type KeyGenerations } from "./keyGenerations";
import { checkKeySettings } from "./keySettings";
import { checkLabel, DEFAULT_LABEL, REMEDIATION_SUFFIX } from "./label";
import { checkLimitedView } from "./limitedView";
import { checkMarketplace } from "./marketplace";
import { checkMethods, checkMethodSettings, type Method } from "./methods";
import { checkNetworkRestriction, type NetworkRestriction } from "./networkRestriction";
import { checkOktaDomain } from "./oktaDomain";
import { checkOAuthScopes } from "./permissions";
import type { Checked, InputProblem } from "./problem";
import { checkRemediation } from "./remediation";
import { rolesFor } from "./roles";
import { checkIntegrationScopes } from "./scopes";
import { checkVendorKeys } from "./vendorKeys";

export { CONFIG_KEYS, type ConfigSource, parseStackConfig, type StackConfig } from "./configForms";

/**
 * Checks a configuration as a whole: which methods it asks for, the first of which the stack's
 * outputs are of, and everything that is wrong with it, in the order of the keys. A method ignores
 * what is for the others.
 */
export function checkStackConfig(config: StackConfig): {
    readonly methods: readonly [Method, ...Method[]];
    readonly problems: readonly InputProblem[];
} {
    const { oktaDomain, tenantId, method, keepMethod, apiKey } = config;
    const { remediation, adminVisibility, visibilityGroups, visibilityApps } = config;
    const only = { remediation, adminVisibility, visibilityGroups, visibilityApps };
    const checked = checkMethods(method, keepMethod);
    const methods = checked.ok ? checked.value : (["oauth"] as const);
    const problems = [
        ...(config.problems ?? []),
        ...problemsOf(checkOktaDomain(oktaDomain, tenantId), checked),
        ...(checked.ok ? checkMethodSettings({ ...only, ...networkOf(config) }, methods) : []),
        ...(checked.ok ? checkAdoptMethod(config.adopt, methods) : []),
        ...(apiKey?.isEncrypted === false ? [KEY_IN_CLEAR] : []),
        ...methods.flatMap((one) => problemsOf(...CHECKS[one](config))),
    ];
    const place = ({ propertyPath }: InputProblem): number =>
        CONFIG_KEYS.findIndex((key) => propertyPath.split(/[.[]/)[0] === key);
    // Two methods may object to one value.
    const distinct = new Map(problems.map((one) => [`${one.propertyPath}: ${one.reason}`, one]));
    return { methods, problems: [...distinct.values()].sort((a, b) => place(a) - place(b)) };
}

/** What each method looks at in the configuration. */
const CHECKS: Readonly<Record<Method, (config: StackConfig) => Checked<unknown>[]>> = {
    oauth: ({ label, ...config }) => [
        checkLabel(label ?? DEFAULT_LABEL, config.remediationApp ? REMEDIATION_SUFFIX : ""),
        checkOAuthScopes(config),
        checkLimitedView(config),
        checkRemediation(config),
        checkNetworkRestriction(networkOf(config)),
        checkVendorKeys({
            publicJwks: config.publicJwks,
            jwksUri: config.jwksUri,
            areGenerated: config.keyGenerations !== undefined,
        }),
        checkConfiguredGenerations(config),
        checkConfiguredGenerations(config, REMEDIATION_KEY_CONFIG),
        underConfigKeys(
            checkKeySettings(
                {
                    algorithm: config.keyAlgorithm,
                    rsaBits: config.rsaBits,
                    ecdsaCurve: config.ecdsaCurve,
                },
                "keys.",
            ),
        ),
        ...checkAdopted("oauth", config, (adopt) => checkAdoptedApp(adopt, rolesFor(config))),
    ],
    marketplace: ({ scopes, allowedManageScopes, ...config }) => [
        checkIntegrationScopes({ scopes, allowedManageScopes }),
        checkMarketplace(config),
        ...checkAdopted("marketplace", config, checkAdoptedIntegration),
        checkKeptSecret({ ...config, adopt: adoptFor("marketplace", config.adopt) }),
    ],
    "api-key": ({ login, email, apiTokenId, apiKey, ...config }) => [
        checkServiceUser({ login, email, gateways: networkOf(config).gateways, apiTokenId }),
        ...(apiKey?.isEncrypted ? [checkApiKey(apiKey.value)] : []),
        ...checkAdopted("api-key", config, (adopt) =>
            checkAdoptedUser(adopt, networkOf(config).gateways),
        ),
    ],
};

function checkAdopted(
    method: Method,
    config: StackConfig,
    check: (adopt: unknown) => Checked<unknown>,
): Checked<unknown>[] {
    const adopt = adoptFor(method, config.adopt);
    return adopt === undefined ? [] : [check(adopt)];
}

/** From where the credentials may be used: an empty list stands for none, which is the keys' default. */
export function networkOf({ gateways, zoneIds }: StackConfig): NetworkRestriction {
    return {
        gateways: gateways?.length ? gateways : undefined,
        zoneIds: zoneIds?.length ? zoneIds : undefined,
    };
}

/** The args that have another name than their key in the configuration. */
export const ARG_OF_KEY: Readonly<Record<string, string>> = {
    keyGenerations: "keys.generations",
    currentKey: "keys.current",
    keyAlgorithm: "keys.algorithm",
    rsaBits: "keys.rsaBits",
    ecdsaCurve: "keys.ecdsaCurve",
    remediationKeyGenerations: "remediationKeys.generations",
    remediationCurrentKey: "remediationKeys.current",
};

/** The keys of the configuration that a rotation edits. */
export interface KeyConfig {
    readonly generations: "keyGenerations" | "remediationKeyGenerations";
    readonly current: "currentKey" | "remediationCurrentKey";
    /** How far a rotation came, which the program does not read. */
    readonly record: "keyRotation" | "remediationKeyRotation";
}

/** Those of an integration's own app. */
export const OWN_KEY_CONFIG: KeyConfig = {
    generations: "keyGenerations",
    current: "currentKey",
    record: "keyRotation",
};

/** Those of the app of remediation. */
export const REMEDIATION_KEY_CONFIG: KeyConfig = {
    generations: "remediationKeyGenerations",
    current: "remediationCurrentKey",
    record: "remediationKeyRotation",
};

/** A path of the configuration as the path of the arg that it sets. */
export function argOfConfig(path: string): string {
    const found = Object.entries(ARG_OF_KEY).find(([key]) => isBelow(path, key));
    return found === undefined ? path : path.replace(found[0], found[1]);
}

function isBelow(path: string, property: string): boolean {
    return path === property || path.startsWith(`${property}[`);
}

/** Checks the generations of the key that a configuration lists, and which is current. */
export function checkConfiguredGenerations(
    config: StackConfig,
    keys = OWN_KEY_CONFIG,
): Checked<KeyGenerations> {
    const listed = { generations: config[keys.generations], current: config[keys.current] };
    const prefix = ARG_OF_KEY[keys.generations]?.replace(/generations$/, "");
    return underConfigKeys(checkKeyGenerations(listed, prefix));
}

/** The problems of args under the keys where they are fixed. */
function underConfigKeys<T>(checked: Checked<T>): Checked<T> {
    const rename = ({ propertyPath, reason }: InputProblem): InputProblem => {
        const found = Object.entries(ARG_OF_KEY).find(([, arg]) => isBelow(propertyPath, arg));
        return found === undefined
            ? { propertyPath, reason }
            : { propertyPath: propertyPath.replace(found[1], found[0]), reason };
    };
    return checked.ok ? checked : { ok: false, problems: checked.problems.map(rename) };
}

function problemsOf(...all: readonly Checked<unknown>[]): InputProblem[] {
    return all.flatMap((checked) => (checked.ok ? [] : checked.problems));
}
