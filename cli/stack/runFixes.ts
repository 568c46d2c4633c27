import { type FixCommand, formatCommand } from "../../checks/drift/commands";
import { runPulumi } from "./runPulumi";

/** Runs the commands one after the other, each shown before it runs. Stops at the first that fails. */
export async function runFixes(fixes: readonly FixCommand[], workDir: string): Promise<void> {
    process.stderr.write(["These fix it:", ...fixes.map(formatCommand), ""].join("\n  ") + "\n");
    for (const fix of fixes) {
        await runPulumi(fix, workDir);
    }
}
