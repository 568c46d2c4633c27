import type { Finding } from "../findings";
import { type PreflightCode, preflightCodes } from "./codes";

/** What one check says of the org or of the provider credentials. */
export type PreflightFinding = Finding<PreflightCode>;

/** Puts a finding together with the hint of its code. */
export function finding(subject: string, code: PreflightCode, detail: string): PreflightFinding {
    return { subject, code, detail, hint: preflightCodes[code].hint };
}
