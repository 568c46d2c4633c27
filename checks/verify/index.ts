import type { HttpClient } from "../../okta/http";
import type { Report } from "../findings";
import { verifyCodes } from "./codes";
import { verifyFindings } from "./evaluate";
import { fetchVerifySnapshot } from "./fetch";
import type { NamedTarget } from "./target";

/** Checks once and says what was found. */
export async function verifyOnce(target: NamedTarget, http: HttpClient): Promise<Report> {
    const facts = await fetchVerifySnapshot(target, http);
    const views = (facts.views ?? []).map((view) =>
        facts.isViewLimited ? { ...view, isLimited: true as const } : view,
    );
    return {
        command: "verify",
        subjectName: "scope",
        codes: verifyCodes,
        org: target.org,
        tenantId: target.tenantId,
        applicationId: target.credential.clientId,
        findings: verifyFindings(facts),
        ...(views.length > 0 && { views }),
    };
}
