import { shellWord } from "../../rules/shell";
import type { StackLocation } from "../state/stackSnapshot";
import type { ExpectedResource } from "./expected";

/** The arguments of one `pulumi` command that fixes something. */
export type FixCommand = readonly string[];

/** Takes a resource out of the state; nothing happens in Okta. */
export function stateDelete(
    at: StackLocation,
    { urn, protect }: Pick<ExpectedResource, "urn" | "protect">,
): FixCommand {
    const force = protect ? ["--force"] : [];
    return ["state", "delete", urn, ...stackFlags(at), ...force, "--yes"];
}

/** Sets a key of the stack's configuration. */
export function setConfig(at: StackLocation, key: string, value: string): FixCommand {
    // Pulumi takes an id for a secret by its looks, and asks which it is.
    const flags = ["--plaintext", ...stackFlags(at)];
    // One key id of 64 begins with a dash, and would be taken for a flag.
    return value.startsWith("-")
        ? ["config", "set", key, ...flags, "--", value]
        : ["config", "set", key, value, ...flags];
}

/** Sets a secret key of the stack's configuration to what comes on standard input. */
export function setSecret(at: StackLocation, key: string): FixCommand {
    return ["config", "set", key, "--secret", ...stackFlags(at)];
}

/** Takes a key out of the stack's configuration. */
export function removeConfig(at: StackLocation, key: string): FixCommand {
    return ["config", "rm", key, ...stackFlags(at)];
}

/** What an `up` works on, and how. */
export interface UpOptions {
    /** Defaults to the whole stack. */
    readonly targets?: readonly { readonly urn: string }[];
    /** Whether Okta is read first. */
    readonly refresh?: boolean;
}

/**
 * Brings Okta to what the program says. With a refresh, --run-program has it read with the present
 * credentials: without, it would use those of the last `up`, which the state keeps.
 */
export function up(at: StackLocation, options: UpOptions = {}): FixCommand {
    const { targets = [], refresh } = options;
    return [
        "up",
        ...stackFlags(at),
        ...(refresh === true ? ["--refresh", "--run-program"] : []),
        ...targets.flatMap(({ urn }) => ["--target", urn]),
        "--skip-preview",
        "--yes",
    ];
}

/** Deletes all that the stack has made, with the present credentials. */
export function destroy(at: StackLocation): FixCommand {
    return ["destroy", ...stackFlags(at), "--run-program", "--skip-preview", "--yes"];
}

/** Reads one resource from Okta, then brings it back to what the program says. */
export function refreshAndUp(at: StackLocation, target: { readonly urn: string }): FixCommand {
    return up(at, { targets: [target], refresh: true });
}

/** Brings the provider's present credentials into the state; nothing happens in Okta. */
export function renewProvider(at: StackLocation, provider: string): FixCommand {
    return up(at, { targets: [{ urn: provider }] });
}

/** The flags by which a command finds the stack, from whatever folder and with whatever stack selected. */
export function stackFlags({ stack, dir }: StackLocation): string[] {
    return ["--stack", stack, ...(dir === undefined ? [] : ["--cwd", dir])];
}

/** The line a person would type. */
export function formatCommand(fix: FixCommand): string {
    return ["pulumi", ...fix].map(shellWord).join(" ");
}

/**
 * The commands of several findings in the order to run them: state and configuration first, then
 * what is imported, each with its provider before it, then one `up` after the other, a destroy last.
 */
export function orderCommands(fixes: readonly FixCommand[]): FixCommand[] {
    const distinct = [...new Map(fixes.map((fix) => [formatCommand(fix), fix])).values()];
    const rank = (fix: FixCommand): number => {
        if (fix[0] === "import") {
            return 2;
        }
        if (fix[0] === "destroy") {
            return 5;
        }
        if (fix[0] !== "up") {
            return 0;
        }
        if (!fix.includes("--target")) {
            return 3;
        }
        return fix.some((word) => word.includes("::pulumi:providers:")) ? 1 : 4;
    };
    return distinct
        .map((fix) => ({ fix, rank: rank(fix) }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ fix }) => fix);
}
