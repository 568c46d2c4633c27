import assert from "node:assert/strict";

import { type CliRun, environmentOf, runCli } from "./runCli";
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
    const { project } = world.folders;
    const args = ["doctor", "--stack", "dev", "--dir", project, "--json", ...more];
    return runCli(args, { env: environmentOf(world) });
}

/** The codes that `doctor` gives on stack dev of a world. */
export async function doctorCodesOf(world: TestEnvironment, ...more: string[]): Promise<string[]> {
    const { stdout, stderr } = await doctor(world, ...more);
    assert.notEqual(stdout, "", stderr);
    const report = JSON.parse(stdout) as DoctorReport;
    return report.findings.map(({ code }) => code);
}
