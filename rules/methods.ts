import { Checked, checkedValue, InputProblem, show } from "./problem";

/** The ways in which Rezonate gets into an org. */
export const METHODS = ["oauth", "marketplace", "api-key"] as const;

/** One of the ways. */
export type Method = (typeof METHODS)[number];

/** Checks which method is wanted, by default oauth, and which is to be kept beside it, if any. */
export function checkMethods(
    method: string = "oauth",
    keepMethod: string | undefined = undefined,
): Checked<readonly [Method, ...Method[]]> {
    const faults: InputProblem[] = [];
    const named = (propertyPath: string, name: string) => {
        const known = METHODS.find((one) => one === name);
        if (known === undefined) {
            const reason = `got ${show(name)}; wanted ${METHODS.join(", ")}. Set one of them.`;
            faults.push({ propertyPath, reason });
        }
        return known ?? "oauth";
    };
    const wanted = named("method", method);
    const kept = keepMethod === undefined ? wanted : named("keepMethod", keepMethod);
    return checkedValue(kept === wanted ? [wanted] : [wanted, kept], faults);
}

/** What is wrong where remediation is wanted of methods that do not have it. */
export function checkRemediation(
    remediation: boolean | undefined,
    methods: readonly Method[],
): InputProblem[] {
    if (!remediation || methods.includes("oauth")) {
        return [];
    }
    const [method] = methods;
    const instead =
        method === "marketplace" ? " allowedManageScopes does what it does for the scopes." : "";
    const reason = `got true with method ${method}; only oauth has it. Set it to false.${instead}`;
    return [{ propertyPath: "remediation", reason }];
}
