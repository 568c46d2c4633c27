import { APP_ID, isAppId } from "./ids";
import { type Checked, checkedValue, type InputProblem, show } from "./problem";

/** An API service app that is in the org already, for a component to take over. */
export interface AdoptedApp {
    /** Id of the app, such as "0oa1gjh63g214q0Hq0g4". */
    readonly applicationId: string;
    /**
     * Id of the assignment of each admin role that the app has already, by role. A role that is not
     * named here is assigned. Defaults to none.
     */
    readonly roleAssignments?: Record<string, string>;
    /** Whether scopes are granted to the app already. Defaults to true. */
    readonly hasGrants?: boolean;
}

/** How to come by what names the thing to take over. */
export const HOW_TO_ADOPT = "`npx rezonate-okta adopt` prints and writes what fits.";

/**
 * Checks what names a thing of the org to take over: an object with these inputs and no others, the
 * first of which is its id, and what a check finds of them.
 */
export function checkAdoptedThing<T>(
    adopt: unknown,
    inputs: readonly string[],
    check: (adopt: T) => InputProblem[],
): Checked<T> {
    if (typeof adopt !== "object" || adopt === null || Array.isArray(adopt)) {
        const reason = `got ${show(adopt)}; wanted an object with ${inputs[0]}. ${HOW_TO_ADOPT}`;
        return { ok: false, problems: [{ propertyPath: "adopt", reason }] };
    }
    const unknown = Object.keys(adopt).filter((name) => !inputs.includes(name));
    const problems = unknown.map((name) => ({
        propertyPath: `adopt.${name}`,
        reason: `there is no such input; wanted ${inputs.join(", ").replace(/, (\w+)$/, " or $1")}. Remove it.`,
    }));
    return checkedValue(adopt as T, [...problems, ...check(adopt as T)]);
}

const APP_INPUTS = ["applicationId", "roleAssignments", "hasGrants"];

/** Checks what names the app to take over; `roles` are those that the component assigns. */
export function checkAdoptedApp(adopt: unknown, roles: readonly string[]): Checked<AdoptedApp> {
    return checkAdoptedThing<AdoptedApp>(adopt, APP_INPUTS, (given) => appProblems(given, roles));
}

function appProblems(
    { applicationId, roleAssignments = {}, hasGrants }: AdoptedApp,
    roles: readonly string[],
): InputProblem[] {
    const problems: InputProblem[] = [];
    const refuse = (path: string, reason: string) =>
        problems.push({ propertyPath: `adopt.${path}`, reason });
    if (!isAppId(applicationId)) {
        refuse(
            "applicationId",
            `got ${show(applicationId)}; wanted the id of an app, ${APP_ID}. ${HOW_TO_ADOPT}`,
        );
    }
    if (hasGrants !== undefined && typeof hasGrants !== "boolean") {
        refuse("hasGrants", `got ${show(hasGrants)}; wanted true or false.`);
    }
    if (
        typeof roleAssignments !== "object" ||
        roleAssignments === null ||
        Array.isArray(roleAssignments)
    ) {
        refuse(
            "roleAssignments",
            `got ${show(roleAssignments)}; wanted an object of ids, by role. ${HOW_TO_ADOPT}`,
        );
        return problems;
    }
    for (const [role, id] of Object.entries(roleAssignments)) {
        const path = `roleAssignments.${role}`;
        if (!roles.includes(role)) {
            const assigned = roles.join(" and ");
            refuse(path, `the component does not assign this role, but ${assigned}. Remove it.`);
        }
        if (typeof id !== "string" || !/^[0-9A-Za-z]{8,64}$/.test(id)) {
            refuse(path, `got ${show(id)}; wanted the id of a role assignment. ${HOW_TO_ADOPT}`);
        }
    }
    return problems;
}

/** What of an app decides whether a component may take it over. */
export interface AppKind {
    readonly status?: string | undefined;
    /** Okta's application_type: "service", "web", "native" or "browser". */
    readonly type?: string | undefined;
    readonly authMethod?: string | undefined;
    readonly dpop?: boolean | undefined;
}

/**
 * What is wrong with taking over an app. Only an active API service app that signs in with a key can
 * be: an update would turn another kind into one, or delete it and make a new one.
 */
export function adoptionProblems(
    applicationId: string,
    { status, type, authMethod, dpop }: AppKind,
): InputProblem[] {
    const problems: InputProblem[] = [];
    const refuse = (is: string, wanted: string) =>
        problems.push({
            propertyPath: "adopt.applicationId",
            reason: `${applicationId} ${is}; wanted ${wanted}`,
        });
    if (type !== "service") {
        refuse(
            `is an app of type ${show(type)}`,
            'an API service app (type "service"). It was not changed. Name another app.',
        );
        return problems;
    }
    if (authMethod !== "private_key_jwt") {
        refuse(
            `signs in by ${show(authMethod)}`,
            '"private_key_jwt". Choose Public key / Private key in the Admin Console (the app\'s General tab), or name another app.',
        );
    }
    if (status !== "ACTIVE") {
        refuse(
            `is ${show(status)}`,
            "an active app, so that no update activates what somebody has switched off. Activate it in the Admin Console, or name another app.",
        );
    }
    if (dpop === true) {
        refuse(
            "requires DPoP",
            'an app without it, which the okta plugin cannot manage. Switch off "Proof of possession" in the Admin Console (the app\'s General tab), or name another app.',
        );
    }
    return problems;
}
