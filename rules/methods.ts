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

/** Settings that not every method has. */
const ONLY: Readonly<Record<string, readonly Method[]>> = {
    remediation: ["oauth"],
    adminVisibility: ["oauth"],
    visibilityGroups: ["oauth"],
    visibilityApps: ["oauth"],
    gateways: ["oauth", "api-key"],
    zoneIds: ["oauth"],
};

/** What else does what a setting does, by method. */
const INSTEAD: Readonly<Record<string, Readonly<Partial<Record<Method, string>>>>> = {
    remediation: { marketplace: "allowedManageScopes does what it does for the scopes." },
    zoneIds: { "api-key": "Set gateways instead: a network zone is made of them." },
};

/** What is wrong where something is wanted of methods that only others have. */
export function checkMethodSettings(
    wanted: {
        readonly remediation?: boolean;
        readonly adminVisibility?: boolean;
        readonly visibilityGroups?: readonly string[] | undefined;
        readonly visibilityApps?: readonly string[] | undefined;
        readonly gateways?: readonly string[] | undefined;
        readonly zoneIds?: readonly string[] | undefined;
    },
    methods: readonly Method[],
): InputProblem[] {
    const [method = Method.OAuth] = methods;
    return Object.entries(wanted).flatMap(([propertyPath, value]) => {
        const only = ONLY[propertyPath] ?? [];
        if (!value || methods.some((one) => only.includes(one))) {
            return [];
        }
        const have =
            only.length === 1 ? `only ${only[0]} has it` : `only ${only.join(" and ")} have it`;
        const undo = value === true ? "Set it to false." : "Remove it.";
        const instead = INSTEAD[propertyPath]?.[method];
        const reason = [`got ${show(value)} with method ${method}; ${have}. ${undo}`, instead];
        return [{ propertyPath, reason: reason.filter(Boolean).join(" ") }];
    });
}
