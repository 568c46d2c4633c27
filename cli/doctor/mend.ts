import { spawn } from "node:child_process";
import { CliError } from "../errors";
import { toLine, type Mending } from "./commands";

/** Runs the commands one after the other, each shown before it runs. Stops at the first that fails. */
export async function mend(mendings: readonly Mending[], workDir: string): Promise<void> {
    process.stderr.write(["These mend it:", ...mendings.map(toLine), ""].join("\n  ") + "\n");
    for (const mending of mendings) {
        process.stderr.write(`\n$ ${toLine(mending)}\n`);
        const code = await runPulumi(mending, workDir);
        if (code !== 0) {
            throw new CliError(
                `${toLine(mending)}: ended with ${code}. What ran before it took effect; mend what it says and run doctor again.`,
            );
        }
    }
}

// Its output goes to stderr: stdout is for the report alone.
function runPulumi(mending: Mending, workDir: string): Promise<number | null> {
    return new Promise((resolve, reject) => {
        const child = spawn("pulumi", [...mending, "--non-interactive"], {
            cwd: workDir,
            stdio: ["ignore", process.stderr, process.stderr],
        });
        child.once("error", () => {
            reject(new CliError("--fix: no Pulumi CLI was found. Put it on PATH."));
        });
        child.once("close", resolve);
    });
}
