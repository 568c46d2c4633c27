import { Checked, show } from "./problem";
import { hasHiddenCharacters } from "./visible";

/** Label of Rezonate's app where none is chosen. */
export const DEFAULT_LABEL = "Rezonate";

/** What the label of an app of remediation has after the integration's own. */
export const REMEDIATION_SUFFIX = " remediation";

/** Okta's limit for the label of an app, in characters. */
const LONGEST = 100;

/**
 * Checks the label of an app in the Admin Console. Labels need not be unique in an org.
 *
 * @param suffix What a second app has after the label, which has to fit too.
 */
export function checkLabel(label: unknown, suffix = ""): Checked<string> {
    const longest = LONGEST - suffix.length;
    const got = problemOf(label, longest);
    if (typeof label === "string" && got === undefined) {
        return { ok: true, value: label };
    }
    const reason =
        `got ${show(label)} (${got}); wanted 1 to ${longest} visible characters, the name under which ` +
        `the app is listed in the Admin Console. Choose another.`;
    return { ok: false, problems: [{ propertyPath: "label", reason }] };
}

function problemOf(label: unknown, longest: number): string | undefined {
    if (typeof label !== "string" || label.trim() === "") {
        return "no name";
    }
    if (hasHiddenCharacters(label)) {
        return "control characters or a change of the writing direction";
    }
    return [...label].length > longest ? "too long" : undefined;
}
