import { Checked, show } from "./problem";

/** Label of Rezonate's app where none is chosen. */
export const DEFAULT_LABEL = "Rezonate";

/** Okta's limit for the label of an app, in characters. */
const LONGEST = 100;

/** Checks the label of an app in the Admin Console. Labels need not be unique in an org. */
export function checkLabel(label: unknown): Checked<string> {
    if (typeof label === "string" && label.trim() !== "" && [...label].length <= LONGEST) {
        return { ok: true, value: label };
    }
    const got = typeof label === "string" && label.trim() !== "" ? "too long" : "no name";
    const reason =
        `got ${show(label)} (${got}); wanted 1 to ${LONGEST} characters, the name under which ` +
        `the app is listed in the Admin Console. Choose another.`;
    return { ok: false, problems: [{ propertyPath: "label", reason }] };
}
