import { show, type Checked, type Fault } from "../../components/internal/fault";
import { checkKeySettings } from "../../components/internal/keySettings";
import { checkLabel } from "../../components/internal/label";
import { checkMarketplace, REZONATE_TYPE } from "../../components/internal/marketplace";
import {
    checkScopes,
    READ_ONLY_SCOPES,
    REMEDIATION_SCOPES,
} from "../../components/internal/scopes";
import { rolesFor } from "../verify/excess";
import { methods, type Method } from "./needs";
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
        const refused = wanted.remediation === true ? [onlyForOAuth] : [];
        return { name: integrationType, scopes, roles: [], faults: [...faults, ...refused] };
    },
    "api-key": ({ login }) => ({ name: login, scopes: [], roles: ["READ_ONLY_ADMIN"], faults: [] }),
};

/** Which method is configured, what it asks for, and what is wrong; an unknown one is taken for the default. */
export function askedFor(wanted: Wanted): Asked & { readonly method: Method } {
    const named = wanted.method ?? "oauth";
    const known = methods.find((method) => method === named);
    const method = known ?? "oauth";
    const asked = askedBy[method](wanted);
    const reason = `got ${show(named)}; wanted ${methods.join(", ")}. Set one of them.`;
    const unknown = known === undefined ? [{ propertyPath: "method", reason }] : [];
    return { ...asked, method, faults: [...unknown, ...asked.faults] };
}

const onlyForOAuth: Fault = {
    propertyPath: "remediation",
    reason: "got true; wanted false, it is for oauth. Here, use allowedManageScopes.",
};

function faultsOf(...all: readonly Checked<unknown>[]): Fault[] {
    return all.flatMap((checked) => (checked.ok ? [] : checked.faults));
}

// Named as in the configuration, which is where it is mended.
function asConfigured({ propertyPath, reason }: Fault): Fault {
    const name = propertyPath === "algorithm" ? "keyAlgorithm" : propertyPath;
    return { propertyPath: name, reason };
}
