import { isOk, type Report } from "../findings";

/** The report for machines, one object. */
export function jsonReport(report: Report): string {
    const { org, tenantId, applicationId, notes, subjectName } = report;
    return JSON.stringify(
        {
            ok: isOk(report),
            org,
            tenantId,
            applicationId,
            findings: report.findings.map(({ subject, code, detail, remedy }) => ({
                [subjectName]: subject,
                code,
                detail,
                remedy,
            })),
            ...(notes === undefined || notes.length === 0 ? {} : { notes }),
        },
        undefined,
        2,
    );
}
