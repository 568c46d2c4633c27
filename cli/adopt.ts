import { resolve } from "node:path";

import type { Command } from "commander";

import { formatCommand, setConfig } from "../checks/drift/commands";
import {
    adopt,
    type AdoptReport,
    type AppCandidate,
    type Candidate,
    type IntegrationCandidate,
    type UserCandidate,
} from "../checks/index";
import { ExitCode } from "../rules/userError";
import { addStackOptions, addTimeOption, debugCalls, examples, type StackOptions } from "./options";
import { idsOfOtherStacks } from "./stack/otherStacks";
import { readStack } from "./stack/readStack";

interface Options extends StackOptions {
    readonly application?: string;
    readonly integrationId?: string;
    readonly userId?: string;
    readonly orgUrl?: string;
    readonly print?: boolean;
    readonly json?: boolean;
    readonly maxTime: number;
    readonly debug?: boolean;
}

/** Defines `rezonate-okta adopt`: lets a stack take over what is in the org already. */
export function define(command: Command): void {
    addStackOptions(command, "the Pulumi stack that is to take it over");
    addTimeOption(command)
        .option("--application <id>", "with oauth: id of the app (default: list the apps that fit)")
        .option(
            "--integration-id <id>",
            "with marketplace: id of the integration (default: list what there is)",
        )
        .option(
            "--user-id <id>",
            "with api-key: id of the service user (default: list who has an API token)",
        )
        .option("--org-url <url>", "address of the org, where it is not https://<oktaDomain>")
        .option("--print", "print the lines that set the configuration, and set nothing")
        .option("--json", "print the result as JSON")
        .addHelpText(
            "after",
            examples(
                ["rezonate-okta adopt --stack prod", "what there is for the stack's method"],
                [
                    "rezonate-okta adopt --stack prod --application 0oa1gjh63g214q0Hq0g4",
                    "configure the stack to take this one over, then pulumi up",
                ],
                [
                    "rezonate-okta adopt --stack prod --integration-id 0oa1gjh63g214q0Hq0g4",
                    "the same for a Marketplace integration",
                ],
                [
                    "rezonate-okta adopt --stack prod --user-id 00u1gjh63g214q0Hq0g4",
                    "the same for the service user of an API key",
                ],
            ) +
                "\n\nIt changes nothing in Okta.\nExit code: 0 done, 1 it cannot be taken over, 2 it could not be checked.",
        )
        .action(async (_options: Options, self: Command) => {
            process.exitCode = await run(self.optsWithGlobals<Options>());
        });
}

async function run(options: Options): Promise<number> {
    const { stack, dir, application, integrationId, userId, orgUrl, print, json, maxTime, debug } =
        options;
    const state = await readStack({ stack, dir });
    const { name = "", project = "" } = state;
    const at = { stack: name, dir: state.dir };
    const workDir = resolve(dir ?? ".");
    const isChosen = (application ?? integrationId ?? userId) !== undefined;
    const { ids, unread } = isChosen
        ? await idsOfOtherStacks(workDir, state)
        : { ids: {}, unread: [] };
    const report = await adopt({
        stack: state,
        application,
        integrationId,
        userId,
        otherStacks: ids,
        orgUrl,
        maxTimeSeconds: maxTime,
        ...(debug && { onProgress: debugCalls }),
    });
    const isSet = report.outcome === "ok" && isChosen && !print;
    if (isSet) {
        const { LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
        const workspace = await LocalWorkspace.create({ workDir });
        await workspace.setAllConfig(
            name,
            Object.fromEntries(
                Object.entries(report.edits).map(([key, value]) => [
                    `${project}:${key}`,
                    { value },
                ]),
            ),
        );
    }
    const lines = Object.entries(report.edits).map(([key, value]) =>
        formatCommand(setConfig(at, key, value)),
    );
    const notes = unread.map(
        (other) =>
            `The stack ${other} could not be read; make sure that it does not have this one.`,
    );
    process.stdout.write(
        json
            ? `${JSON.stringify({ ok: report.outcome === "ok", ...report, isSet, notes }, undefined, 2)}\n`
            : `${[...textOf(report, lines, isSet), ...notes.map((note) => `Note: ${note}`)].join("\n")}\n`,
    );
    const codes = {
        ok: ExitCode.Ok,
        refused: ExitCode.Findings,
        could_not_check: ExitCode.CouldNotCheck,
    };
    return codes[report.outcome];
}

/** What is said of the lists of each method. */
const LISTS = {
    oauth: {
        nothing: "No API service app that signs in with a key is to be seen.",
        option: "--application",
    },
    marketplace: {
        nothing: "No API service integration is to be seen.",
        option: "--integration-id",
    },
    "api-key": { nothing: "Nobody who has an API token is to be seen.", option: "--user-id" },
};

const EFFECTS = { kept: "stays", changed: "changes", undecided: "to decide" };

function textOf(report: AdoptReport, lines: readonly string[], isSet: boolean): string[] {
    const { org, method, outcome, problems, candidates, differences } = report;
    const heading = [`adopt: ${org}`, ""];
    if (outcome !== "ok") {
        return [...heading, ...problems.map((problem) => `  ${problem}`)];
    }
    if (candidates !== undefined) {
        const { nothing, option } = LISTS[method];
        return candidates.length === 0
            ? [...heading, `${nothing} Nothing to take over.`]
            : [
                  ...heading,
                  ...candidates.map(candidateLine),
                  "",
                  `Take one over: rezonate-okta adopt ${option} ID`,
              ];
    }
    return [
        ...heading,
        "The next pulumi up takes it over. What that does:",
        ...differences.map(
            ({ subject, effect, detail }) =>
                `  ${EFFECTS[effect].padEnd(9)}  ${subject.padEnd(7)}  ${detail}`,
        ),
        "",
        ...(isSet ? ["The stack's configuration is set:"] : ["Set the stack's configuration:"]),
        ...lines.map((line) => `  ${line}`),
        "",
        "Nothing has changed in Okta. Look at `pulumi preview`, run `pulumi up`, and remove the key adopt.",
    ];
}

function candidateLine(candidate: Candidate): string {
    if ("applicationId" in candidate) {
        return appLine(candidate);
    }
    return "userId" in candidate ? userLine(candidate) : integrationLine(candidate);
}

function appLine({ applicationId, label, status, ...app }: AppCandidate): string {
    const roles = app.roles === undefined ? "roles unknown" : app.roles.join(" and ") || "no role";
    const keys = app.keys === 1 ? "1 key" : `${app.keys} keys`;
    return `  ${applicationId}  ${JSON.stringify(label)}  ${status}, ${keys}, ${scopesText(app)}, ${roles}`;
}

function integrationLine({ integrationId, type, name, ...one }: IntegrationCandidate): string {
    const last = one.lastToken?.slice(0, 16).replace("T", " ");
    const used = last === undefined ? "no token in the System Log" : `last token ${last} UTC`;
    return `  ${integrationId}  ${JSON.stringify(name ?? type)}  type ${type}, ${scopesText(one)}, ${used}`;
}

function userLine({ userId, login, status, roles, tokens }: UserCandidate): string {
    const many = tokens === 1 ? "1 API token" : `${tokens} API tokens`;
    return `  ${userId}  ${JSON.stringify(login)}  ${status}, ${many}, ${roles.join(" and ") || "no role"}`;
}

function scopesText({ wantedScopes, otherScopes = 0 }: Partial<IntegrationCandidate>): string {
    return wantedScopes === undefined
        ? "scopes unknown"
        : `${wantedScopes} of the wanted scopes, ${otherScopes} others`;
}
