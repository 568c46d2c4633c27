import { isOneOf } from "./closedSet";
import type { KeySettings } from "./keySettings";
import { Method } from "./methods";
import { type Checked, checkedValue, show } from "./problem";

/** Name of a pipeline's app in the Admin Console where none is given. */
export const PIPELINE_LABEL = "Rezonate pipeline";

/** Checks the methods of the stack that a pipeline runs. */
export function checkPipelineMethods(methods: unknown): Checked<Method[]> {
    const wanted = `wanted a list of ${Object.values(Method).join(", ")}, one at least.`;
    if (!Array.isArray(methods) || methods.length === 0) {
        const reason = `got ${show(methods)}; ${wanted}`;
        return { ok: false, problems: [{ propertyPath: "methods", reason }] };
    }
    const faults = methods.flatMap((method: unknown, index) =>
        isOneOf(Method, method)
            ? []
            : [{ propertyPath: `methods[${index}]`, reason: `got ${show(method)}; ${wanted}` }],
    );
    return checkedValue(methods as Method[], faults);
}

/** Refuses a kind of key that the okta plugin cannot sign with: it takes RSA, and EC on P-256. */
export function checkPluginKey(settings: Partial<KeySettings>): Checked<undefined> {
    const { algorithm, ecdsaCurve } = settings;
    const isRefused = algorithm === "ECDSA" && ecdsaCurve === "P384";
    const reason = `got "P384"; the okta plugin signs with RSA or P256 only. Take one of them.`;
    const problems = isRefused ? [{ propertyPath: "keys.ecdsaCurve", reason }] : [];
    return checkedValue(undefined, problems);
}
