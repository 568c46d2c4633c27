import type { StackConfig } from "./configForms";
import type { Method } from "./methods";
import { type InputProblem, show } from "./problem";

/** The member of `adopt` that names what each method takes over. */
export const ADOPTED_MEMBER = {
    oauth: "applicationId",
    marketplace: "integrationId",
    "api-key": "userId",
} as const satisfies Record<Method, string>;

type Adopt = StackConfig["adopt"];

/**
 * What a method takes over. An empty object stands for nothing, which is the key's default, and so
 * does what another method takes over.
 */
export function adoptFor(method: Method, adopt: Adopt): Adopt {
    const named = methodsIn(adopt);
    const isFor = named.length === 0 || named.includes(method);
    return adopt && Object.keys(adopt).length > 0 && isFor ? adopt : undefined;
}

/** What is wrong where `adopt` names what no method of the stack takes over: it would be a second one. */
export function checkAdoptMethod(adopt: Adopt, methods: readonly Method[]): InputProblem[] {
    const [method] = methods;
    return methodsIn(adopt)
        .filter((other) => !methods.includes(other))
        .map((other) => ({
            propertyPath: "adopt",
            reason: `got ${ADOPTED_MEMBER[other]}, which is for the method ${other}, with the method ${show(method)}. Remove it: \`pulumi config rm adopt\``,
        }));
}

/** The ids that a configuration takes over. */
export function adoptedIds(adopt: Adopt): string[] {
    return Object.values(ADOPTED_MEMBER)
        .map((member) => adopt?.[member])
        .filter((id) => typeof id === "string");
}

function methodsIn(adopt: Adopt): Method[] {
    const all = Object.keys(ADOPTED_MEMBER) as Method[];
    return all.filter((method) => adopt !== undefined && ADOPTED_MEMBER[method] in adopt);
}
