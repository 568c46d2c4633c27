import { styleText } from "node:util";

import type { Finding, Report } from "../../checks/findings";

/** The report for people: one line for each finding, then what to do about each code that is not ok. */
export function tableReport(report: Report, color: boolean): string {
    const findings = folded(report);
    const codeWidth = widest(findings.map(({ code }) => code));
    const subjectWidth = widest(findings.map(({ subject }) => subject));
    const rows = findings.map(({ subject, code, detail }) =>
        [
            `  ${paint(code.padEnd(codeWidth), code, color)}`,
            subject.padEnd(subjectWidth),
            detail,
        ].join("  "),
    );
    return [
        heading(report),
        "",
        ...rows,
        ...hints(report, color),
        "",
        ...(report.notes ?? []).map((note) => `Note: ${note}`),
        summary(report.findings),
    ].join("\n");
}

// What hits every subject alike is said once.
function folded({ findings, subjectName }: Report): readonly Finding[] {
    const [first, ...rest] = findings;
    const alike = rest.every(({ code, detail }) => code === first?.code && detail === first.detail);
    return first !== undefined && rest.length > 1 && alike
        ? [{ ...first, subject: `all ${findings.length} ${subjectName}s` }]
        : findings;
}

function heading({ command, org, applicationId }: Report): string {
    const app = applicationId === undefined ? "" : `, app ${shorten(applicationId)}`;
    return `${command}: ${org}${app}`;
}

// Rezonate's form treats the application id as one of its credentials, so it is not shown in full.
function shorten(id: string): string {
    return id.length > 8 ? `${id.slice(0, 3)}...${id.slice(-4)}` : id;
}

function hints({ findings, codes }: Report, color: boolean): string[] {
    const byText = new Map<string, Finding[]>();
    for (const finding of findings.filter(({ code }) => code !== "ok")) {
        const key = `${finding.code}\n${finding.hint}`;
        byText.set(key, [...(byText.get(key) ?? []), finding]);
    }
    if (byText.size === 0) {
        return [];
    }
    const blocks = [...byText.values()].flatMap((same) => {
        const [{ code, hint } = { code: "", hint: "" }] = same;
        const lines = hint.split("\n").map((line) => `      ${line}`);
        return [`  ${paint(code, code, color)}: ${codes[code]?.meaning ?? ""}`, ...lines];
    });
    return ["", "What to do", ...blocks];
}

function summary(findings: readonly Finding[]): string {
    const ok = findings.filter(({ code }) => code === "ok").length;
    const rest = findings.length - ok;
    return rest === 0 ? `All ${ok} ok.` : `${ok} ok, ${rest} not.`;
}

function paint(text: string, code: string, color: boolean): string {
    return color
        ? styleText(code === "ok" ? "green" : "red", text, { validateStream: false })
        : text;
}

function widest(texts: readonly string[]): number {
    return Math.max(0, ...texts.map((text) => text.length));
}
