import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Command } from "commander";

import { type Evidence, evidence } from "../checks/index";
import { messageOf, UserError } from "../rules/userError";
import { evidencePage } from "./evidencePage/index";
import { evidenceText } from "./evidencePage/text";
import {
    addIntegrationOptions,
    addTimeOption,
    debugCalls,
    examples,
    type IntegrationOptions,
} from "./options";
import { exitCodeOf } from "./report/index";
import { readStack } from "./stack/readStack";

interface Options extends IntegrationOptions {
    readonly orgUrl?: string;
    readonly out?: string;
    readonly verify: boolean;
    readonly json?: boolean;
    readonly maxTime: number;
    readonly debug?: boolean;
}

/** Defines `rezonate-okta evidence`: what a stack gives Rezonate, for a reviewer. */
export function define(command: Command): void {
    addIntegrationOptions(command, "the Pulumi stack")
        .option("--org-url <url>", "address of the org (default: the stack's)")
        .option("--out <folder>", "write evidence.json and evidence.html into this folder")
        .option("--no-verify", "leave out the proof that Rezonate can read");
    addTimeOption(command)
        .option("--json", "print the document as JSON")
        .addHelpText(
            "after",
            examples(
                ["rezonate-okta evidence --stack prod --out evidence", "a page to print, and JSON"],
                ["rezonate-okta evidence --stack prod --json", "the JSON alone, on stdout"],
            ) +
                "\n\nIt changes nothing, and what it writes holds no secret.\nExit code: 0 all was read and proven, 1 the proof has findings, 2 something could not be read.",
        )
        .action(async (_options: Options, self: Command) => {
            process.exitCode = await run(self.optsWithGlobals<Options>());
        });
}

async function run(options: Options): Promise<number> {
    const document = await evidence({
        stack: await readStack(options),
        integration: options.integration,
        orgUrl: options.orgUrl,
        proof: options.verify,
        maxTimeSeconds: options.maxTime,
        ...(options.debug && { onProgress: debugCalls }),
    });
    const files = options.out === undefined ? [] : await writeFiles(document, options.out);
    process.stdout.write(
        options.json ? jsonOf(document) : `${evidenceText(document, files).join("\n")}\n`,
    );
    return exitCodeOf(document);
}

function jsonOf(document: Evidence): string {
    return `${JSON.stringify(document, undefined, 2)}\n`;
}

async function writeFiles(document: Evidence, folder: string): Promise<string[]> {
    const files = [
        [join(folder, "evidence.json"), jsonOf(document)],
        [join(folder, "evidence.html"), evidencePage(document)],
    ] as const;
    try {
        await mkdir(folder, { recursive: true });
        for (const [file, text] of files) {
            await writeFile(file, text);
        }
    } catch (error) {
        const reason = messageOf(error);
        throw new UserError(`--out: ${reason}. Name a folder that can be written.`);
    }
    return files.map(([file]) => file);
}
