import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { shellWord } from "../../rules/shell";
import type { TestEnvironment } from "./testEnvironment";

/**
 * Makes a folder for PATH with a `pulumi` that writes down how it is called, in the file `commands`
 * beside it. After a command that begins with the text in BREAK_AFTER it ends whoever called it.
 */
export async function breakingPulumi({ engine, folders }: TestEnvironment): Promise<string> {
    const bin = join(folders.root, "bin");
    await mkdir(bin);
    const script = [
        "#!/bin/sh",
        `echo "$*" >> ${shellWord(join(bin, "commands"))}`,
        `${shellWord(engine.command)} "$@"`,
        "code=$?",
        'case "$BREAK_AFTER" in "") ;; *) case "$*" in "$BREAK_AFTER"*) kill -9 $PPID ;; esac ;; esac',
        "exit $code",
    ];
    await writeFile(join(bin, "pulumi"), `${script.join("\n")}\n`);
    await chmod(join(bin, "pulumi"), 0o755);
    return bin;
}
