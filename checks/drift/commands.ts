import { shellWord } from "../../rules/shell";
import { nameOf } from "../state/stackSnapshot";
import { type ExpectedResource } from "./expected";

/** The arguments of one `pulumi` command that mends something. */
export type FixCommand = readonly string[];

/** Takes a resource out of the state; nothing happens in Okta. */
export function stateDelete(stack: string, { urn, protect }: ExpectedResource): FixCommand {
    const force = protect ? ["--force"] : [];
    return ["state", "delete", urn, "--stack", stack, ...force, "--yes"];
}

/** Sets a key of the stack's configuration. */
export function setConfig(stack: string, key: string, value: string): FixCommand {
    // Pulumi takes an id for a secret by its looks, and asks which it is.
    return ["config", "set", key, value, "--plaintext", "--stack", stack];
}

/** Takes a key out of the stack's configuration. */
export function removeConfig(stack: string, key: string): FixCommand {
    return ["config", "rm", key, "--stack", stack];
}

/** Makes what the program has and the state has not. */
export function up(stack: string, target?: ExpectedResource): FixCommand {
    return ["up", "--stack", stack, ...targeting(target), "--skip-preview", "--yes"];
}

/** Reads one resource from Okta, or all, then brings it back to what the program says. */
export function refreshAndUp(stack: string, target?: ExpectedResource): FixCommand {
    return ["up", "--stack", stack, "--refresh", ...targeting(target), "--skip-preview", "--yes"];
}

function targeting(target: ExpectedResource | undefined): string[] {
    return target === undefined ? [] : ["--target", target.urn];
}

/** Brings what Okta already has under the same name, parent and provider as before. */
export function importResource(
    stack: string,
    resource: ExpectedResource,
    type: string,
    id: string,
): FixCommand {
    const { urn, parent, provider } = resource;
    const named = (flag: string, value: string | undefined): string[] =>
        value === undefined ? [] : [flag, `${nameOf(value)}=${value}`];
    return [
        "import",
        type,
        nameOf(urn),
        id,
        ...named("--parent", parent),
        ...named("--provider", provider),
        "--stack",
        stack,
        "--protect=false",
        "--generate-code=false",
        "--skip-preview",
        "--yes",
    ];
}

/** The line a person would type. */
export function formatCommand(fix: FixCommand): string {
    return ["pulumi", ...fix].map(shellWord).join(" ");
}

/** The commands of several findings in the order to run them: the state first, then one `up` after the other. */
export function orderCommands(fixes: readonly FixCommand[]): FixCommand[] {
    const distinct = [...new Map(fixes.map((fix) => [formatCommand(fix), fix])).values()];
    const isUp = (fix: FixCommand): boolean => fix[0] === "up";
    const whole = distinct.filter((fix) => isUp(fix) && !fix.includes("--target"));
    return [
        ...distinct.filter((fix) => !isUp(fix)),
        ...whole,
        ...distinct.filter((fix) => isUp(fix) && fix.includes("--target")),
    ];
}
