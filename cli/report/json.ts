import { isOk, type Report } from "../../checks/findings";

/** The report for machines, one object. */
export function jsonReport(report: Report): string {
    const { org, tenantId, applicationId, notes, subjectName, error, views, uses } = report;
    return JSON.stringify(
        {
            ok: isOk(report),
            org,
            tenantId,
            applicationId,
            error,
            findings: report.findings.map(({ subject, code, detail, hint }) => ({
                [subjectName]: subject,
                code,
                detail,
                hint,
            })),
            views,
            uses,
            ...(notes === undefined || notes.length === 0 ? {} : { notes }),
        },
        undefined,
        2,
    );
}
