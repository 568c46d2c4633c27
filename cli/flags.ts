import { messageOf, OptionError } from "../rules/userError";

/** What the command line offers for an option, beside what a program is told. */
const FLAG_HINTS: Readonly<Record<string, string>> = {
    scopes: " For the 15 of the read-only profile: --scopes default; with those of remediation: --scopes default,remediation.",
};

/** What went wrong, in words of the command line: an option is named by its flag. */
export function messageInFlags(error: unknown): string {
    if (!(error instanceof OptionError)) {
        return messageOf(error);
    }
    const { option, reason } = error;
    const flag = option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return `--${flag}: ${reason}${FLAG_HINTS[option] ?? ""}`;
}
