import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

import type { Command } from "commander";

import { verify, type VerifyOptions, type VerifyReport } from "../checks/index";
import { messageOf, UserError } from "../rules/userError";
import { readAwsSecret } from "./awsSecret";
import {
    addIntegrationOptions,
    addReportOptions,
    addTimeOption,
    debugCalls,
    examples,
    exitCodes,
    type IntegrationOptions,
    parseScopes,
    seconds,
} from "./options";
import { exitCodeOf, type ReportOptions, writeReport } from "./report/index";
import { readStack } from "./stack/readStack";

interface Options extends IntegrationOptions, ReportOptions {
    readonly credentials?: string;
    readonly awsSecret?: string;
    readonly orgUrl?: string;
    readonly scopes?: string;
    readonly watch?: boolean;
    readonly timeout: number;
    readonly interval: number;
    readonly maxWait: number;
    readonly maxTime: number;
    readonly debug?: boolean;
}

/** Defines `rezonate-okta verify`: the proof that the integration can read what it should. */
export function define(command: Command): void {
    addIntegrationOptions(command, "take the credentials from this Pulumi stack")
        .option("--credentials <file>", "take them from a credentials JSON; - reads stdin")
        .option(
            "--aws-secret <name>",
            "take them from AWS Secrets Manager, or by an ARN of it from Parameter Store",
        )
        .option(
            "--org-url <url>",
            "address of the org (default: the stack's, or <tenant>.okta.com)",
        )
        .option(
            "--scopes <list>",
            "the scopes that are granted: names, default, remediation (default: the stack's)",
        );
    addTimeOption(addReportOptions(command))
        .option("--watch", "check again and again until all is ok")
        .addOption(seconds("--timeout <seconds>", "how long --watch goes on", 300))
        .addOption(seconds("--interval <seconds>", "pause between two checks of --watch", 5, 0.1))
        .addOption(seconds("--max-wait <seconds>", "how long to wait for a rate limit", 90))
        .addHelpText(
            "after",
            examples(
                ["rezonate-okta verify --stack dev", "what the stack deployed"],
                ["rezonate-okta verify --stack prod --junit verify.xml", "in CI"],
                ["rezonate-okta verify --stack dev --watch", "right after the first up"],
                [
                    "rezonate-okta verify --credentials - --scopes default",
                    "credentials JSON on stdin",
                ],
            ) + exitCodes,
        )
        .action(async (_options: Options, self: Command) => {
            process.exitCode = await run(self.optsWithGlobals<Options>());
        });
}

async function run(options: Options): Promise<number> {
    const wanted: VerifyOptions = {
        ...(await readSource(options)),
        integration: options.integration,
        orgUrl: options.orgUrl,
        scopes: options.scopes === undefined ? undefined : parseScopes(options.scopes),
        maxWaitSeconds: options.maxWait,
        maxTimeSeconds: options.maxTime,
        ...(options.debug && { onProgress: debugCalls }),
    };
    const report = options.watch ? await watch(wanted, options) : await verify(wanted);
    await writeReport(report, options);
    return exitCodeOf(report);
}

async function readSource(
    options: Options,
): Promise<Pick<VerifyOptions, "stack" | "credentials" | "credentialsFrom">> {
    const { stack, dir, credentials, awsSecret } = options;
    const given = [stack, credentials, awsSecret].filter((source) => source !== undefined);
    if (given.length > 1) {
        throw new UserError(
            "verify: wanted one source of credentials: --stack NAME, --credentials FILE (- for stdin) or --aws-secret NAME.",
        );
    }
    if (awsSecret !== undefined) {
        const credentialsFrom = `--aws-secret ${awsSecret}`;
        return { credentials: await readAwsSecret(awsSecret), credentialsFrom };
    }
    return credentials === undefined
        ? { stack: await readStack({ stack, dir }) }
        : readCredentials(credentials);
}

async function readCredentials(
    file: string,
): Promise<Pick<VerifyOptions, "credentials" | "credentialsFrom">> {
    if (file === "-") {
        const credentialsFrom = "--credentials - (stdin)";
        return { credentials: await text(process.stdin), credentialsFrom };
    }
    const credentials = await readFile(file, "utf8").catch((error: unknown) => {
        const reason = messageOf(error);
        throw new UserError(`--credentials: ${reason}. Name a file, or - for stdin.`);
    });
    return { credentials, credentialsFrom: `--credentials ${file}` };
}

// A role takes a while to spread, so not being ok yet is no answer before the deadline.
async function watch(wanted: VerifyOptions, options: Options): Promise<VerifyReport> {
    const deadline = performance.now() + options.timeout * 1000;
    for (;;) {
        const report = await verify(wanted);
        const left = deadline - performance.now();
        if (report.outcome === "ok" || left <= 0) {
            return report;
        }
        const faults = report.findings.filter(({ code }) => code !== "ok");
        const codes = [...new Set(faults.map(({ code }) => code))].join(", ");
        process.stderr.write(
            `${faults.length} of ${report.findings.length} not ok yet (${codes}); looking again, ${Math.ceil(left / 1000)} s left\n`,
        );
        await sleep(Math.min(options.interval * 1000, left));
    }
}
