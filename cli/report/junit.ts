import type { Finding, Report } from "../../checks/findings";

/** The report in JUnit's XML form, one test case for each finding. */
export function junitReport(report: Report): string {
    const failures = report.findings.filter(({ code }) => code !== "ok").length;
    const name = escape(`rezonate-okta ${report.command} ${report.org}`);
    const cases = report.findings.map((finding) => testCase(report.command, finding));
    return [
        '<?xml version="1.0" encoding="UTF-8"?>',
        `<testsuites tests="${report.findings.length}" failures="${failures}">`,
        `  <testsuite name="${name}" tests="${report.findings.length}" failures="${failures}">`,
        ...cases,
        "  </testsuite>",
        "</testsuites>",
    ].join("\n");
}

function testCase(command: string, { subject, code, detail, hint }: Finding): string {
    const head = `    <testcase classname="rezonate-okta.${command}" name="${escape(subject)}"`;
    return code === "ok"
        ? `${head}/>`
        : [
              `${head}>`,
              `      <failure type="${escape(code)}" message="${escape(`${code}: ${detail}`)}">${escape(hint)}</failure>`,
              "    </testcase>",
          ].join("\n");
}

function escape(text: string): string {
    const entities: Readonly<Record<string, string>> = {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\n": "&#10;",
    };
    return (
        text
            .replace(/[&<>"\n]/g, (character) => entities[character] ?? character)
            // XML 1.0 has no way to hold other control characters.
            .replace(/\p{Cc}/gu, " ")
    );
}
