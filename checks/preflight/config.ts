import { checkApiKey, checkServiceUser, KEY_IN_CLEAR } from "../../rules/apiKey";
import { checkKeySettings } from "../../rules/keySettings";
import { checkLabel } from "../../rules/label";
import { checkMarketplace, REZONATE_TYPE } from "../../rules/marketplace";
import { checkMethods, checkRemediation, type Method } from "../../rules/methods";
import type { Checked, InputProblem } from "../../rules/problem";
import { checkScopes, READ_ONLY_SCOPES, REMEDIATION_SCOPES } from "../../rules/scopes";
import { rolesFor } from "../verify/overprivilege";
import type { DesiredConfig } from "./snapshot";

/** What a method makes of the configuration: what it is going to ask for, and what is wrong. */
interface RequestedAccess {
    readonly name?: string;
    readonly scopes: readonly string[];
    readonly roles: readonly string[];
    readonly faults: readonly InputProblem[];
}

/** What each method looks at in the configuration; each ignores what is for the others. */
const requestedBy: Readonly<Record<Method, (wanted: DesiredConfig) => RequestedAccess>> = {
    oauth: ({ label = "Rezonate", scopes: base = READ_ONLY_SCOPES, ...wanted }) => {
        const extra = wanted.remediation === true ? REMEDIATION_SCOPES : [];
        const scopes = [...new Set([...base, ...extra])];
        const allowed = [...(wanted.allowedManageScopes ?? []), ...extra];
        const faults = faultsOf(
            checkLabel(label),
            checkScopes(base, allowed),
            checkKeySettings(wanted.keys ?? {}),
        ).map(asConfigured);
        return { name: label, scopes, roles: rolesFor(scopes), faults };
    },
    marketplace: ({ scopes = READ_ONLY_SCOPES, ...wanted }) => {
        const { integrationType = REZONATE_TYPE, secretGeneration = 1 } = wanted;
        const faults = faultsOf(
            checkScopes(scopes, wanted.allowedManageScopes ?? []),
            checkMarketplace({ integrationType, secretGeneration }),
        );
        return { name: integrationType, scopes, roles: [], faults };
    },
    "api-key": ({ login, email, gateways, apiTokenId, apiKey }) => {
        const faults = faultsOf(checkServiceUser({ login, email, gateways, apiTokenId }));
        return {
            name: login,
            scopes: [],
            roles: ["READ_ONLY_ADMIN"],
            faults: [...faults, ...keyFaults(apiKey)],
        };
    },
};

/** Which method is configured, what it asks for, and what is wrong; an unknown one is taken for the default. */
export function requestedAccess(
    wanted: DesiredConfig,
): RequestedAccess & { readonly method: Method } {
    const checked = checkMethods(wanted.method, wanted.keepMethod);
    const [method, kept] = checked.ok ? checked.value : (["oauth"] as const);
    const asked = requestedBy[method](wanted);
    const faults = [
        ...(checked.ok ? checkRemediation(wanted.remediation, checked.value) : checked.problems),
        ...asked.faults,
        ...(kept === undefined ? [] : requestedBy[kept](wanted).faults),
    ];
    return { ...asked, method, faults };
}

function keyFaults(apiKey: DesiredConfig["apiKey"]): InputProblem[] {
    if (apiKey === undefined) {
        return [];
    }
    return apiKey.isEncrypted ? faultsOf(checkApiKey(apiKey.value)) : [KEY_IN_CLEAR];
}

function faultsOf(...all: readonly Checked<unknown>[]): InputProblem[] {
    return all.flatMap((checked) => (checked.ok ? [] : checked.problems));
}

// Named as in the configuration, which is where it is mended.
function asConfigured({ propertyPath, reason }: InputProblem): InputProblem {
    const name = propertyPath === "algorithm" ? "keyAlgorithm" : propertyPath;
    return { propertyPath: name, reason };
}
