import type { Fault } from "./fault";

/** The ways in which Rezonate gets into an org. */
export const METHODS = ["oauth", "marketplace", "api-key"] as const;

/** One of the ways. */
export type Method = (typeof METHODS)[number];

/** One of the ways by its name; undefined where there is none of this name. */
export function methodNamed(name: string): Method | undefined {
    return METHODS.find((method) => method === name);
}

/** What is wrong where remediation is wanted of a method. */
export function remediationFault(method: Method): Fault | undefined {
    if (method === "oauth") {
        return undefined;
    }
    const instead =
        method === "marketplace" ? " allowedManageScopes does what it does for the scopes." : "";
    const reason = `got true with method ${method}; only oauth has it. Set it to false.${instead}`;
    return { propertyPath: "remediation", reason };
}
