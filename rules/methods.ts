import { isOneOf } from "./closedSet";
import { Checked, checkedValue, InputProblem, show } from "./problem";

/** The way in which Rezonate gets access to an org. */
export const Method = {
    /** An OAuth service app that signs client assertions: OAuthIntegration. */
    OAuth: "oauth",
    /** An API service integration of Okta's catalogue: MarketplaceIntegration. */
    Marketplace: "marketplace",
    /** An API token of a service user: ApiKeyIntegration. */
    ApiKey: "api-key",
} as const;
export type Method = (typeof Method)[keyof typeof Method];

/** Pulumi type of the component of each method. */
export const INTEGRATION_TYPES = {
    oauth: "rezonate-okta:index:OAuthIntegration",
    marketplace: "rezonate-okta:index:MarketplaceIntegration",
    "api-key": "rezonate-okta:index:ApiKeyIntegration",
} as const satisfies Readonly<Record<Method, string>>;

/** Checks which method is wanted, by default oauth, and which is to be kept beside it, if any. */
export function checkMethods(
    method: string = Method.OAuth,
    keepMethod: string | undefined = undefined,
): Checked<readonly [Method, ...Method[]]> {
    const faults: InputProblem[] = [];
    const named = (propertyPath: string, name: string) => {
        if (isOneOf(Method, name)) {
            return name;
        }
        const reason = `got ${show(name)}; wanted ${Object.values(Method).join(", ")}. Set one of them.`;
        faults.push({ propertyPath, reason });
        return Method.OAuth;
    };
    const wanted = named("method", method);
    const kept = keepMethod === undefined ? wanted : named("keepMethod", keepMethod);
    return checkedValue(kept === wanted ? [wanted] : [wanted, kept], faults);
}

/** What is wrong where something is wanted of methods that only oauth has. */
export function checkOAuthOnly(
    wanted: { readonly remediation?: boolean; readonly adminVisibility?: boolean },
    methods: readonly Method[],
): InputProblem[] {
    if (methods.includes("oauth")) {
        return [];
    }
    const [method] = methods;
    return Object.entries(wanted).flatMap(([propertyPath, value]) => {
        const instead =
            method === "marketplace" && propertyPath === "remediation"
                ? " allowedManageScopes does what it does for the scopes."
                : "";
        const reason = `got true with method ${method}; only oauth has it. Set it to false.${instead}`;
        return value ? [{ propertyPath, reason }] : [];
    });
}
