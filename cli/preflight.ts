import type { Command } from "commander";

import { preflight } from "../checks/index";
import { UserError } from "../rules/userError";
import {
    addReportOptions,
    addStackOptions,
    addTimeOption,
    debugCalls,
    examples,
    exitCodes,
    parseScopes,
    type StackOptions,
} from "./options";
import { exitCodeOf, type ReportOptions, writeReport } from "./report/index";
import { readStack } from "./stack/readStack";

interface Options extends StackOptions, ReportOptions {
    readonly oktaDomain?: string;
    readonly orgUrl?: string;
    readonly method?: string;
    readonly label?: string;
    readonly login?: string;
    readonly scopes?: string;
    readonly remediation?: boolean;
    readonly adminVisibility?: boolean;
    readonly allowPublicClientAdmins?: boolean;
    readonly maxTime: number;
    readonly debug?: boolean;
}

/** Defines `rezonate-okta preflight`: will the first up go through? */
export function define(command: Command): void {
    addStackOptions(command, "take configuration and provider credentials from this Pulumi stack")
        .option("--okta-domain <host>", "without a stack: the org, such as acme.okta.com")
        .option("--org-url <url>", "address of the org, where it is not https://<okta-domain>")
        .option("--method <name>", "oauth, marketplace or api-key (default: the stack's, or oauth)")
        .option("--label <name>", "name of the app (default: the stack's, or Rezonate)")
        .option("--login <name>", "login of the service user, with api-key (default: the stack's)")
        .option("--scopes <list>", "scopes to be granted: names, default, remediation")
        .option("--remediation", "the stack is to let Rezonate act")
        .option("--admin-visibility", "the stack is to make a custom admin role that reads")
        .option(
            "--allow-public-client-admins",
            "go on although Okta will make the app Super Admin",
        );
    addTimeOption(addReportOptions(command))
        .addHelpText(
            "after",
            examples(
                ["rezonate-okta preflight --stack dev", "before the first pulumi up"],
                [
                    "rezonate-okta preflight --stack dev && pulumi up",
                    "up only if it will go through",
                ],
                [
                    "rezonate-okta preflight --okta-domain acme.okta.com --method marketplace",
                    "with OKTA_API_TOKEN set",
                ],
            ) + exitCodes,
        )
        .action(async (_options: Options, self: Command) => {
            process.exitCode = await run(self.optsWithGlobals<Options>());
        });
}

async function run(options: Options): Promise<number> {
    const { stack, dir, oktaDomain, scopes, ...rest } = options;
    if (stack !== undefined && oktaDomain !== undefined) {
        throw new UserError(
            "preflight: wanted either --stack NAME, or --okta-domain with OKTA_API_TOKEN in the environment, not both.",
        );
    }
    const report = await preflight({
        stack: oktaDomain === undefined ? await readStack({ stack, dir }) : undefined,
        oktaDomain,
        orgUrl: rest.orgUrl,
        method: rest.method,
        label: rest.label,
        login: rest.login,
        scopes: scopes === undefined ? undefined : parseScopes(scopes),
        remediation: rest.remediation,
        adminVisibility: rest.adminVisibility,
        allowPublicClientAdmins: rest.allowPublicClientAdmins,
        maxTimeSeconds: rest.maxTime,
        ...(rest.debug && { onProgress: debugCalls }),
    });
    await writeReport(report, options);
    return exitCodeOf(report);
}
