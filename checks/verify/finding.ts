import type { Finding } from "../findings";
import { type VerifyCode, verifyCodes } from "./codes";

/** Puts a finding together with the hint of its code. */
export function finding(subject: string, code: VerifyCode, detail: string): Finding<VerifyCode> {
    return { subject, code, detail, hint: verifyCodes[code].hint };
}
