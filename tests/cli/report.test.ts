import assert from "node:assert/strict";

import { finishReport, type Report } from "../../checks/findings";
import { uncheckedCodes, verifyCodes } from "../../checks/verify/codes";
import { exitCodeOf } from "../../cli/report/index";
import { jsonReport } from "../../cli/report/json";
import { junitReport } from "../../cli/report/junit";
import { tableReport } from "../../cli/report/table";

const report: Report = {
    command: "verify",
    subjectName: "scope",
    codes: verifyCodes,
    org: "acme.okta.com",
    tenantId: "acme",
    applicationId: "0oa00001abcdefgh1d7",
    findings: [
        { subject: "okta.groups.read", code: "ok", detail: "Answered.", hint: "Nothing to do." },
        {
            subject: "okta.users.read",
            code: "missing_role",
            detail: 'The org answered 403 <"E0000006">.',
            hint: "Assign it.",
        },
    ],
};

describe("reports", () => {
    it("JSON has the form machines rely on", () => {
        assert.deepEqual(JSON.parse(jsonReport(report)), {
            ok: false,
            org: "acme.okta.com",
            tenantId: "acme",
            applicationId: "0oa00001abcdefgh1d7",
            findings: [
                {
                    scope: "okta.groups.read",
                    code: "ok",
                    detail: "Answered.",
                    hint: "Nothing to do.",
                },
                {
                    scope: "okta.users.read",
                    code: "missing_role",
                    detail: 'The org answered 403 <"E0000006">.',
                    hint: "Assign it.",
                },
            ],
        });
    });

    it("JUnit counts and escapes", () => {
        const xml = junitReport(report);
        assert.match(xml, /<testsuites tests="2" failures="1">/);
        assert.match(
            xml,
            /message="missing_role: The org answered 403 &lt;&quot;E0000006&quot;&gt;\."/,
        );
    });

    it("the table says what to do once for each code, and shows the app id in part", () => {
        assert.equal(
            tableReport(report, false),
            [
                "verify: acme.okta.com, app 0oa...h1d7",
                "",
                "  ok            okta.groups.read  Answered.",
                '  missing_role  okta.users.read   The org answered 403 <"E0000006">.',
                "",
                "What to do",
                `  missing_role: ${verifyCodes.missing_role.meaning}`,
                "      Assign it.",
                "",
                "1 ok, 1 not.",
            ].join("\n"),
        );
        const same = ["a", "b", "c"].map((subject) => ({
            subject,
            code: "app_inactive",
            detail: "It is off.",
            hint: "Activate it.",
        }));
        const folded = tableReport({ ...report, findings: same }, false);
        assert.match(folded, /^ {2}app_inactive {2}all 3 scopes {2}It is off\.$/m);
        assert.match(folded, /0 ok, 3 not\./);
        assert.match(tableReport(report, true), /\u001b\[31mmissing_role/);
    });

    it("the exit code tells findings from not having been able to look", () => {
        const exit = (...codes: string[]): number =>
            exitCodeOf(
                finishReport(
                    {
                        ...report,
                        findings: codes.map((code) => ({
                            subject: "",
                            code,
                            detail: "",
                            hint: "",
                        })),
                    },
                    uncheckedCodes,
                    [],
                ),
            );
        assert.equal(exit("ok", "ok"), 0);
        assert.equal(exit("ok", "missing_role", "unreachable"), 1);
        assert.equal(exit("ok", "unreachable", "rate_limited"), 2);
    });
});
