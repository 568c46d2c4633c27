import { checkApiKey, checkServiceUser, KEY_IN_CLEAR } from "../../components/internal/apiKey";
import type { Checked, Fault } from "../../components/internal/fault";
import { checkKeySettings } from "../../components/internal/keySettings";
import { checkLabel } from "../../components/internal/label";
import { checkMarketplace, REZONATE_TYPE } from "../../components/internal/marketplace";
import { checkMethods, checkRemediation, type Method } from "../../components/internal/methods";
import {
    checkScopes,
    READ_ONLY_SCOPES,
    REMEDIATION_SCOPES,
} from "../../components/internal/scopes";
import { rolesFor } from "../verify/excess";
import type { Wanted } from "./plan";

/** What a method makes of the configuration: what it is going to ask for, and what is wrong. */
interface Asked {
    readonly name?: string;
    readonly scopes: readonly string[];
    readonly roles: readonly string[];
    readonly faults: readonly Fault[];
}

/** What each method looks at in the configuration; each ignores what is for the others. */
const askedBy: Readonly<Record<Method, (wanted: Wanted) => Asked>> = {
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
export function askedFor(wanted: Wanted): Asked & { readonly method: Method } {
    const checked = checkMethods(wanted.method, wanted.keepMethod);
    const [method, kept] = checked.ok ? checked.value : (["oauth"] as const);
    const asked = askedBy[method](wanted);
    const faults = [
        ...(checked.ok ? checkRemediation(wanted.remediation, checked.value) : checked.faults),
        ...asked.faults,
        ...(kept === undefined ? [] : askedBy[kept](wanted).faults),
    ];
    return { ...asked, method, faults };
}

function keyFaults(apiKey: Wanted["apiKey"]): Fault[] {
    if (apiKey === undefined) {
        return [];
    }
    return apiKey.isEncrypted ? faultsOf(checkApiKey(apiKey.value)) : [KEY_IN_CLEAR];
}

function faultsOf(...all: readonly Checked<unknown>[]): Fault[] {
    return all.flatMap((checked) => (checked.ok ? [] : checked.faults));
}

// Named as in the configuration, which is where it is mended.
function asConfigured({ propertyPath, reason }: Fault): Fault {
    const name = propertyPath === "algorithm" ? "keyAlgorithm" : propertyPath;
    return { propertyPath: name, reason };
}
