import { nameOf, type InState } from "./inState";

/** The arguments of one `pulumi` command that mends something. */
export type Mending = readonly string[];

/** Takes a resource out of the state; nothing happens in Okta. */
export function forget(stack: string, { urn, protect }: InState): Mending {
    const force = protect ? ["--force"] : [];
    return ["state", "delete", urn, "--stack", stack, ...force, "--yes"];
}

/** Sets a key of the stack's configuration. */
export function setConfig(stack: string, key: string, value: string): Mending {
    // Pulumi takes an id for a secret by its looks, and asks which it is.
    return ["config", "set", key, value, "--plaintext", "--stack", stack];
}

/** Takes a key out of the stack's configuration. */
export function unset(stack: string, key: string): Mending {
    return ["config", "rm", key, "--stack", stack];
}

/** Makes what the program has and the state has not. */
export function up(stack: string, target?: InState): Mending {
    return ["up", "--stack", stack, ...targeting(target), "--skip-preview", "--yes"];
}

/** Reads one resource from Okta, or all, then brings it back to what the program says. */
export function refreshAndUp(stack: string, target?: InState): Mending {
    return ["up", "--stack", stack, "--refresh", ...targeting(target), "--skip-preview", "--yes"];
}

function targeting(target: InState | undefined): string[] {
    return target === undefined ? [] : ["--target", target.urn];
}

/** Brings what Okta already has under the same name, parent and provider as before. */
export function takeOver(stack: string, resource: InState, type: string, id: string): Mending {
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
export function toLine(mending: Mending): string {
    const quote = (word: string): string =>
        /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
    return ["pulumi", ...mending].map(quote).join(" ");
}

/** The commands of several findings in the order to run them: the state first, then one `up` after the other. */
export function inOrder(mendings: readonly Mending[]): Mending[] {
    const distinct = [...new Map(mendings.map((mending) => [toLine(mending), mending])).values()];
    const isUp = (mending: Mending): boolean => mending[0] === "up";
    const whole = distinct.filter((mending) => isUp(mending) && !mending.includes("--target"));
    return [
        ...distinct.filter((mending) => !isUp(mending)),
        ...whole,
        ...distinct.filter((mending) => isUp(mending) && mending.includes("--target")),
    ];
}
