import { resolve } from "node:path";

import { stackFlags } from "../../checks/drift/commands";
import type { StackState } from "../../checks/index";
import { listOf, memberOf, parseJson, textOf } from "../../rules/json";
import { askPulumi } from "./runPulumi";

/** What was last done to a stack, the newest first; nothing where its backend does not tell. */
export async function readHistory({
    name: stack = "",
    dir,
}: StackState): Promise<NonNullable<StackState["history"]>> {
    const flags = stackFlags({ stack, dir });
    const command = ["stack", "history", "--json", "--page-size", "20", "--page", "1", ...flags];
    const printed = await askPulumi(command, resolve(dir ?? "."));
    return listOf(parseJson(printed ?? "")).map((one) => ({
        kind: textOf(one, "kind") ?? "",
        result: textOf(one, "result") ?? "",
        environment: memberOf(one, "environment") as Record<string, string> | undefined,
    }));
}
