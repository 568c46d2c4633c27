// Control characters, line and paragraph separators, and what turns the direction of writing
// (Unicode Standard Annex 9).
const ACTING = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** True for a text that holds a character that is not seen but acts on a terminal or a reader. */
export function hasHiddenCharacters(text: string): boolean {
    return text.search(ACTING) !== -1;
}

/**
 * A text from outside on one line, with the characters that act on a terminal written out, such as
 * \u001b. So nobody can colour, overwrite or add a line of a report.
 */
export function visibleText(text: string): string {
    return text.replace(ACTING, (character) => {
        const code = character.charCodeAt(0).toString(16).padStart(4, "0");
        return `\\u${code}`;
    });
}

/** The same for a text of several lines. */
export function visibleLines(text: string): string {
    return text.split(/\r?\n/).map(visibleText).join("\n");
}
