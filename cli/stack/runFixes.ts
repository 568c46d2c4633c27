import { spawn } from "node:child_process";

import { type FixCommand, formatCommand } from "../../checks/drift/commands";
import { UserError } from "../../rules/userError";

/** Runs the commands one after the other, each shown before it runs. Stops at the first that fails. */
export async function runFixes(fixes: readonly FixCommand[], workDir: string): Promise<void> {
    process.stderr.write(["These mend it:", ...fixes.map(formatCommand), ""].join("\n  ") + "\n");
    for (const fix of fixes) {
        process.stderr.write(`\n$ ${formatCommand(fix)}\n`);
        const code = await runPulumi(fix, workDir);
        if (code !== 0) {
            throw new UserError(
                `${formatCommand(fix)}: ended with ${code}. What ran before it took effect; mend what it says and run doctor again.`,
            );
        }
    }
}

// Its output goes to stderr: stdout is for the report alone.
function runPulumi(fix: FixCommand, workDir: string): Promise<number | null> {
    return new Promise((resolve, reject) => {
        const child = spawn("pulumi", [...fix, "--non-interactive"], {
            cwd: workDir,
            stdio: ["ignore", process.stderr, process.stderr],
        });
        child.once("error", () => {
            reject(new UserError("--fix: no Pulumi CLI was found. Put it on PATH."));
        });
        child.once("close", resolve);
    });
}
