import { Checked, show } from "./problem";
import { hasHiddenCharacters } from "./visible";

/** Label of Rezonate's app where none is chosen. */
export const DEFAULT_LABEL = "Rezonate";

/** Okta's limit for the label of an app, in characters. */
const LONGEST = 100;

/** Checks the label of an app in the Admin Console. Labels need not be unique in an org. */
export function checkLabel(label: unknown): Checked<string> {
    const got = problemOf(label);
    if (typeof label === "string" && got === undefined) {
        return { ok: true, value: label };
    }
    const reason =
        `got ${show(label)} (${got}); wanted 1 to ${LONGEST} visible characters, the name under which ` +
        `the app is listed in the Admin Console. Choose another.`;
    return { ok: false, problems: [{ propertyPath: "label", reason }] };
}

function problemOf(label: unknown): string | undefined {
    if (typeof label !== "string" || label.trim() === "") {
        return "no name";
    }
    if (hasHiddenCharacters(label)) {
        return "control characters or a change of the writing direction";
    }
    return [...label].length > LONGEST ? "too long" : undefined;
}
