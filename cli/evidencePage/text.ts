import type { ClientEvidence, Evidence, IntegrationEvidence } from "../../checks/index";
import { counted } from "../../rules/counted";

/** What a terminal shows of the evidence: what there is, and what could not be read. */
export function evidenceText(document: Evidence, files: readonly string[]): string[] {
    const unread = unreadOf(document);
    return [
        `evidence: stack ${document.stack}`,
        ...document.integrations.flatMap((one) => ["", ...integrationLines(one)]),
        "",
        ...document.administrators.map(
            ({ org, superAdmins, provider }) =>
                `  ${org}: ${superAdmins === null ? "Super Admins could not be read" : counted(superAdmins.length, "Super Admin")} may change it; read with ${provider}`,
        ),
        ...(unread.length === 0 ? [] : ["", "Could not be read"]),
        ...unread.map((sentence) => `  ${sentence}`),
        "",
        ...(files.length === 0
            ? ["Nothing was written: --out FOLDER writes JSON and a page."]
            : files.map((file) => `Written: ${file}`)),
    ];
}

/** All that could not be read, each sentence once. */
export function unreadOf({ integrations, administrators }: Evidence): string[] {
    return [
        ...new Set([
            ...integrations.flatMap(({ unread, clients }) => [
                ...unread,
                ...clients.flatMap((client) => client.unread),
            ]),
            ...administrators.flatMap(({ unread }) => unread),
        ]),
    ];
}

function integrationLines(one: IntegrationEvidence): string[] {
    const { name, method, org, remediationUntil, clients, proof } = one;
    const faults = proof.findings.filter(({ code }) => code !== "ok");
    const proven =
        proof.outcome === "not_run"
            ? `not run. ${proof.reason ?? ""}`
            : proof.outcome === "ok"
              ? `passed, ${counted(proof.findings.length, "check")}`
              : faults.map(({ subject, code }) => `${subject} ${code}`).join(", ");
    return [
        `  ${name}  ${method} on ${org ?? "an org that is not known"}`,
        ...clients.flatMap(clientLines),
        ...(remediationUntil === null
            ? []
            : [`    remediation  until ${remediationUntil}, 00:00 UTC`]),
        `    proof        ${proven}`,
    ];
}

function clientLines(client: ClientEvidence): string[] {
    const { kind, name, status, scopes, roles, network, credentials } = client;
    const changing = scopes?.filter(({ mayChange }) => mayChange).length ?? 0;
    return [
        `    ${kind.padEnd(11)}  ${name}${status === null ? "" : `, ${status}`}`,
        `    scopes       ${scopes === null ? "could not be read" : `${scopes.length}, of which ${changing} may change the org`}`,
        `    roles        ${roles?.map((role) => role.name).join(", ") ?? "could not be read"}`,
        `    network      ${network.from === "zones" ? network.zones.map((zone) => `${zone.rule} ${zone.name}`).join(", ") : network.from}`,
        `    credentials  ${credentials?.map((one) => `${one.kind} ${one.id}`).join(", ") ?? "could not be read"}`,
    ];
}
