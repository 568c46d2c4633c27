import { shellWord } from "../rules/shell";
import type { StackLocation } from "./state/stackSnapshot";

/**
 * A hint with the commands in it as they are to be typed for a stack: without its name they would
 * work on whatever stack is selected.
 */
export function forStack(hint: string, { stack, dir }: StackLocation): string {
    const flags = (dirFlag: string): string =>
        ["", "--stack", stack, ...(dir === undefined ? [] : [dirFlag, dir])]
            .map((word) => (word === "" ? "" : shellWord(word)))
            .join(" ");
    return hint
        .replace(/`(pulumi [^`]+)`/g, (_all, command: string) => `\`${command}${flags("--cwd")}\``)
        .replace(
            /`(npx rezonate-okta [^`]+)`/g,
            (_all, command: string) => `\`${command}${flags("--dir")}\``,
        );
}
