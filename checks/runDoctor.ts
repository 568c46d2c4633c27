import { parseOrgUrl } from "../okta/address";
import { doctorCodes, uncheckedDoctorCodes } from "./drift/codes";
import type { DoctorFinding } from "./drift/finding";
import { checkDrift } from "./drift/index";
import { lockFindings } from "./drift/locks";
import { type CheckReport, finishReport } from "./findings";
import { type CheckOptions, environmentOf, httpOf } from "./options";
import { noticesIn } from "./registry";
import { readStackState, type StackState } from "./state/stackState";

/** What `doctor` takes. */
export interface DoctorOptions extends CheckOptions {
    /** The stack that is compared with its orgs. */
    readonly stack: StackState;
    /** Name or URN of one integration. Defaults to all that the stack has made. */
    readonly integration?: string | undefined;
    /**
     * Whether a destroy that was cut off is to be ended, where the state does not tell whether a
     * destroy was meant. Defaults to false. Refused where nothing was cut off.
     */
    readonly destroy?: boolean | undefined;
}

/** What `doctor` found: where state and org differ, and the `pulumi` commands that fix it. */
export interface DoctorReport extends CheckReport {
    readonly findings: readonly DoctorFinding[];
}

/**
 * Compares everything that a stack has made with the org that it belongs to, with the credentials
 * of its own provider. It changes nothing, prints nothing, and starts no process.
 *
 * @throws UserError where an input is wrong.
 */
export async function doctor(options: DoctorOptions): Promise<DoctorReport> {
    const { orgUrl, integration, destroy } = options;
    const stack = readStackState(options.stack);
    const { orgs, findings, secrets } = await checkDrift(stack, {
        http: httpOf(options),
        env: environmentOf(options),
        ...(integration !== undefined && { integration }),
        ...(destroy !== undefined && { destroy }),
        ...(orgUrl !== undefined && { address: parseOrgUrl(orgUrl) }),
    });
    const report = {
        command: "doctor",
        subjectName: "resource",
        codes: doctorCodes,
        org: orgs.join(", ") || "no org",
        findings: [...lockFindings(stack), ...findings],
        notes: noticesIn(stack, integration),
    } as const;
    // What masking leaves of a finding has the same code and the same commands.
    return finishReport(report, uncheckedDoctorCodes, secrets, stack.location);
}
