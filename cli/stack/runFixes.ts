import { spawn } from "node:child_process";

import { type FixCommand, formatCommand } from "../../checks/drift/commands";
import { UserError } from "../../rules/userError";

/** Runs the commands one after the other, each shown before it runs. Stops at the first that fails. */
export async function runFixes(mendings: readonly FixCommand[], workDir: string): Promise<void> {
    process.stderr.write(
        ["These mend it:", ...mendings.map(formatCommand), ""].join("\n  ") + "\n",
    );
    for (const mending of mendings) {
        process.stderr.write(`\n$ ${formatCommand(mending)}\n`);
        const code = await runPulumi(mending, workDir);
        if (code !== 0) {
            throw new UserError(
                `${formatCommand(mending)}: ended with ${code}. What ran before it took effect; mend what it says and run doctor again.`,
            );
        }
    }
}

// Its output goes to stderr: stdout is for the report alone.
function runPulumi(mending: FixCommand, workDir: string): Promise<number | null> {
    return new Promise((resolve, reject) => {
        const child = spawn("pulumi", [...mending, "--non-interactive"], {
            cwd: workDir,
            stdio: ["ignore", process.stderr, process.stderr],
        });
        child.once("error", () => {
            reject(new UserError("--fix: no Pulumi CLI was found. Put it on PATH."));
        });
        child.once("close", resolve);
    });
}
