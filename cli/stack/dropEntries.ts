import type { StateEntry } from "../../checks/index";
import { withoutEntries } from "../../checks/index";
import { memberOf, parseJson } from "../../rules/json";
import { UserError } from "../../rules/userError";
import { runPulumi } from "./runPulumi";

/** Takes entries out of a stack's state. Its secrets stay encrypted on the way, and touch no file. */
export async function dropEntries(
    entries: readonly StateEntry[],
    stackFlags: readonly string[],
    workDir: string,
): Promise<void> {
    const names = entries.map(({ urn, id }) => `${urn} (${id})`);
    process.stderr.write(["These are taken out of the state:", ...names, ""].join("\n  ") + "\n");
    const exported = await runPulumi(["stack", "export", ...stackFlags], workDir, { keep: true });
    const state = parseJson(exported);
    const deployment = memberOf(state, "deployment");
    if (!Array.isArray(memberOf(deployment, "resources"))) {
        throw new UserError("pulumi stack export: printed no state. Nothing was changed.");
    }
    const edited = JSON.stringify({
        ...(state as object),
        deployment: withoutEntries(deployment, entries),
    });
    await runPulumi(["stack", "import", ...stackFlags], workDir, { stdin: edited });
}
