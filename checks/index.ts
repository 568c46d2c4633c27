/**
 * The checks of the command `rezonate-okta` for programs: they take what they need, return a
 * report, print nothing and start no process.
 */
export type { DoctorCode } from "./drift/codes";
export type { FixCommand } from "./drift/commands";
export type { DoctorFinding } from "./drift/finding";
export type { CheckReport, Finding, Outcome, Report, ReportedUse, ReportedView } from "./findings";
export type {
    AppCandidate,
    Candidate,
    Difference,
    IntegrationCandidate,
    UserCandidate,
} from "./adopt/method";
export type { CheckOptions, CheckProgress } from "./options";
export type { Environment } from "../rules/providerCredentials";
export type { PreflightCode } from "./preflight/codes";
export { adopt, type AdoptOptions, type AdoptReport } from "./runAdopt";
export { doctor, type DoctorOptions, type DoctorReport } from "./runDoctor";
export { evidence, type EvidenceOptions } from "./runEvidence";
export type {
    ClientEvidence,
    CredentialEvidence,
    Evidence,
    IntegrationEvidence,
    NetworkEvidence,
    OrgAdministrators,
    Proof,
    RoleEvidence,
    ScopeEvidence,
} from "./evidence/document";
export { preflight, type PreflightOptions, type PreflightReport } from "./runPreflight";
export { usage, type UsageOptions, type UsageReport } from "./runUsage";
export type { UsageCode } from "./usage/codes";
export { verify, type VerifyOptions, type VerifyReport } from "./runVerify";
export type { StackState } from "./state/stackState";
export { type StateEntry, withoutEntries } from "./state/stateEntries";
export type { VerifyCode } from "./verify/codes";
export { UserError } from "../rules/userError";
