import { execFile, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

import { environmentOf } from "./runCli";
import type { TestEnvironment } from "./testEnvironment";

/**
 * Runs `pulumi` on stack dev of a world and ends it by SIGKILL, with all that it started, once the
 * org has done what a call asked for and before the okta plugin knows.
 *
 * @param call The method and the source of a regular expression for the path, and the status at
 *     which the call is sent again: the okta plugin does so at 503, the client secret's at 429 only.
 */
export async function killPulumiAt(
    world: TestEnvironment,
    verb: "up" | "destroy",
    {
        status = 503,
        ...call
    }: {
        readonly method: "POST" | "PUT" | "DELETE";
        readonly path: string;
        readonly status?: 429 | 503;
    },
): Promise<void> {
    const { org, folders } = world;
    // The call is sent again, and its sender waits: in the org for that answer, or by itself.
    org.faults.add({ ...call, status, after: true, times: 1 });
    org.faults.add({
        ...call,
        ...(status === 429 ? { status, times: 3 } : { latency: 5_000, skip: 1, times: 1 }),
    });
    const before = org.calls.length;
    const args = [verb, "--stack", "dev", "--yes", "--skip-preview", "--non-interactive"];
    const child = spawn("pulumi", args, {
        cwd: folders.project,
        env: { ...process.env, ...environmentOf(world) },
        stdio: "ignore",
    });
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    const path = new RegExp(call.path);
    const isDone = () =>
        org.calls
            .slice(before)
            .some((one) => one.method === call.method && path.test(one.path.split("?")[0] ?? ""));
    while (!isDone() && child.exitCode === null) {
        await sleep(10);
    }
    // The engine writes down what else has ended meanwhile; a kill in that would cut its file.
    await sleep(1_000);
    if (child.exitCode !== null || child.pid === undefined) {
        throw new Error(`pulumi ${verb}: ended with ${child.exitCode} before ${call.path}.`);
    }
    for (const pid of [child.pid, ...(await descendantsOf(child.pid))]) {
        try {
            process.kill(pid, "SIGKILL");
        } catch {
            // It has ended by itself.
        }
    }
    await ended;
    org.faults.clear();
}

async function descendantsOf(pid: number): Promise<number[]> {
    const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid="]);
    const processes = stdout
        .trim()
        .split("\n")
        .map((line) => line.trim().split(/\s+/).map(Number));
    const below = (parent: number): number[] =>
        processes
            .filter(([, ppid]) => ppid === parent)
            .flatMap(([child = 0]) => [child, ...below(child)]);
    return below(pid);
}
