import { shellWord } from "../../rules/shell";
import { formatCommand, removeConfig, setConfig, setSecret, up } from "../drift/commands";
import type { StackSnapshot } from "../state/stackSnapshot";
import { makeCommands, type PipelineLocation, type StackPurpose } from "./plan";

/** A step for a person who does it by hand, or in a pipeline. */
export interface PrintedStep {
    readonly title: string;
    readonly commands: readonly string[];
    readonly then: string;
}

/** The lines that do what the command does. */
export function printedSteps(
    at: PipelineLocation,
    stack: StackSnapshot,
    purpose: StackPurpose,
): PrintedStep[] {
    const { location, config } = stack;
    const flags = ["--stack", at.pipeline.stack, "--cwd", at.pipeline.dir ?? "."];
    const output = (name: string, ...more: string[]) =>
        formatCommand(["stack", "output", name, ...more, ...flags]);
    // The value is put in by the shell: a quoted word would keep it from that. It may begin with a dash.
    const setTo = (key: string, value: string) =>
        formatCommand(setConfig(location, key, "-VALUE")).replace("-VALUE", () => `"$(${value})"`);
    const folder = location.dir === undefined ? [] : ["--dir", location.dir];
    const verb = (name: string, ...more: string[]) =>
        ["npx", "rezonate-okta", name, "--stack", location.stack, ...folder, ...more]
            .map(shellWord)
            .join(" ");
    return [
        {
            title: "Make the app, as a Super Admin: with OKTA_API_TOKEN set",
            commands: [verb("preflight"), ...makeCommands(at, purpose, config).map(formatCommand)],
            then: "Commit the stack file of the pipeline stack.",
        },
        {
            title: "Give its credentials to the stack",
            commands: [
                ...["okta:apiToken", "okta:accessToken"]
                    .filter((key) => config[key] !== undefined)
                    .map((key) => formatCommand(removeConfig(location, key))),
                setTo("okta:clientId", output("clientId")),
                setTo("okta:privateKeyId", output("privateKeyId")),
                setTo("okta:scopes", output("scopes", "--json")),
                `${output("privateKey", "--show-secrets")} | ${formatCommand(setSecret(location, "okta:privateKey"))}`,
            ],
            then: "Commit the stack's file, and take OKTA_API_TOKEN out of the pipeline's environment: the okta plugin takes it before the app.",
        },
        {
            title: "Bring them into the state: with OKTA_API_TOKEN unset",
            commands: [formatCommand(up(location))],
            then: "From now on the pipeline works as the app.",
        },
        {
            title: "Revoke the API token: with OKTA_API_TOKEN set once more",
            commands: [
                verb("pipeline-app", "--pipeline-dir", at.pipeline.dir ?? ".", "--revoke-token"),
            ],
            then: "It proves the app's credentials again before it revokes.",
        },
    ];
}
