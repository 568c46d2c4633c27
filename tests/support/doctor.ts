import assert from "node:assert/strict";

import { paste, printedLines } from "./paste";
import { type CliRun, environmentOf, runCli, runVerb } from "./runCli";
import type { TestEnvironment } from "./testEnvironment";

export interface DoctorReport {
    readonly ok: boolean;
    readonly findings: readonly {
        readonly resource: string;
        readonly code: string;
        readonly detail: string;
        readonly hint: string;
    }[];
}

/** Runs `doctor` on stack dev of a world, with a report in JSON. */
export function doctor(world: TestEnvironment, ...more: string[]): Promise<CliRun> {
    return run(world, "--json", ...more);
}

/** What `doctor` prints for people about stack dev of a world. */
export async function doctorText(world: TestEnvironment): Promise<string> {
    const { stdout, stderr } = await run(world);
    assert.notEqual(stdout, "", stderr);
    return stdout;
}

function run(world: TestEnvironment, ...more: string[]): Promise<CliRun> {
    const { project } = world.folders;
    const args = ["doctor", "--stack", "dev", "--dir", project, ...more];
    const env = environmentOf(world);
    // What it runs to fix something writes to the terminal of its own process.
    return more.includes("--fix") ? runCli(args, { env }) : runVerb(args, { env });
}

/** The codes that `doctor` gives on stack dev of a world. */
export async function doctorCodesOf(world: TestEnvironment, ...more: string[]): Promise<string[]> {
    const { stdout, stderr } = await doctor(world, ...more);
    assert.notEqual(stdout, "", stderr);
    const report = JSON.parse(stdout) as DoctorReport;
    return report.findings.map(({ code }) => code);
}

/**
 * Pastes the lines that `doctor` prints for stack dev of a world, one after the other, and gives
 * the codes that it gives then.
 */
export async function codesAfterPasting(world: TestEnvironment): Promise<string[]> {
    const printed = await doctorText(world);
    const lines = printedLines(printed);
    assert.notDeepEqual(lines, [], printed);
    for (const line of lines) {
        await paste(world, line);
    }
    return doctorCodesOf(world);
}
