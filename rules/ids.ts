import { type InputProblem, show } from "./problem";

/** The forms of Okta's ids, in words. */
export const APP_ID = "0oa and 17 letters or digits";
export const GROUP_ID = "00g and 17 letters or digits";
export const USER_ID = "00u and 17 letters or digits";
export const ZONE_ID = "nzo and 17 letters or digits";

/** Whether this is the id of an app, or of an API service integration, in the form that Okta gives it. */
export function isAppId(value: unknown): boolean {
    return isId("0oa", value);
}

/** Whether this is the id of a group. */
export function isGroupId(value: unknown): boolean {
    return isId("00g", value);
}

/** Whether this is the id of a user. */
export function isUserId(value: unknown): boolean {
    return isId("00u", value);
}

/** Whether this is the id of a network zone. */
export function isZoneId(value: unknown): boolean {
    return isId("nzo", value);
}

function isId(prefix: string, value: unknown): boolean {
    return (
        typeof value === "string" &&
        value.startsWith(prefix) &&
        /^[0-9A-Za-z]{17}$/.test(value.slice(prefix.length))
    );
}

/** Checks a list of ids, each once, of one kind and its form in words. */
export function idProblems(
    property: string,
    ids: unknown,
    isOne: (value: unknown) => boolean,
    form: string,
): InputProblem[] {
    if (!Array.isArray(ids) || ids.length === 0) {
        const reason = `got ${show(ids)}; wanted a list of ids, ${form}. Leave it out for none.`;
        return [{ propertyPath: property, reason }];
    }
    return ids.flatMap((id: unknown, index) => {
        const propertyPath = `${property}[${index}]`;
        if (!isOne(id)) {
            return [{ propertyPath, reason: `got ${show(id)}; wanted an id, ${form}.` }];
        }
        return ids.indexOf(id) < index
            ? [{ propertyPath, reason: `got ${show(id)} a second time. Remove this one.` }]
            : [];
    });
}
