import { openAdminClient, secretsOf } from "../../okta/adminClient";
import type { HttpClient } from "../../okta/http";
import { isLoopback } from "../../rules/loopback";
import { UserError } from "../../rules/userError";
import { registry } from "../registry";
import { type OrgAccess, orgAccessOf } from "../state/orgAccess";
import type { StackSnapshot } from "../state/stackSnapshot";
import type { DriftSubject } from "./check";
import { type DoctorFinding, finding } from "./finding";

/** What a comparison of a stack with its orgs found. */
export interface DriftReport {
    /** Hosts of the orgs, in the order of the state. */
    readonly orgs: readonly string[];
    readonly findings: readonly DoctorFinding[];
    /** What no report may show. */
    readonly secrets: readonly string[];
}

/**
 * Compares everything that a stack has made with the org that it belongs to, with the credentials
 * of its own provider. Only reads. Throws a UserError where OAuth credentials lack scopes.
 */
export async function checkDrift(
    stack: StackSnapshot,
    options: {
        readonly http: HttpClient;
        readonly env: Readonly<Record<string, string | undefined>>;
        /** Another address of the org. Only for a stack of one org. */
        readonly address?: URL;
    },
): Promise<DriftReport> {
    const name = stack.location.stack;
    const subjects = Object.values(registry).flatMap(({ drift }) => drift(stack));
    if (subjects.length === 0) {
        const detail = `Stack ${name} has no service app, integration or service user of ours.`;
        const findings = [finding("stack", "nothing_deployed", detail)];
        return { orgs: [], findings, secrets: stack.secrets };
    }
    const groups = groupByOrg(stack, subjects, options.env);
    checkAddress(options.address, groups);
    const results = await Promise.all(
        groups.map(({ access, members }) => checkOrg(access, members, name, options)),
    );
    // The commands that fix something name the app, whose id is a secret of the stack.
    const ids = new Set(subjects.flatMap(({ publicIds }) => publicIds));
    return {
        orgs: groups.flatMap(({ access }) => (access === undefined ? [] : [access.org])),
        findings: results.flat(),
        secrets: [
            ...stack.secrets.filter((secret) => !ids.has(secret)),
            ...groups.flatMap(({ access }) => secretsOf(access?.credentials)),
        ],
    };
}

interface Group {
    readonly access: OrgAccess | undefined;
    readonly members: DriftSubject[];
}

function groupByOrg(
    stack: StackSnapshot,
    subjects: readonly DriftSubject[],
    env: Readonly<Record<string, string | undefined>>,
): Group[] {
    const groups = new Map<string, Group>();
    for (const subject of subjects) {
        const access = orgAccessOf(stack, subject.urn, env);
        const key = JSON.stringify(access ?? subject.urn);
        const group = groups.get(key) ?? { access, members: [] };
        group.members.push(subject);
        groups.set(key, group);
    }
    return [...groups.values()];
}

/** Credentials go to the host that their provider names, or to this machine. */
function checkAddress(address: URL | undefined, groups: readonly Group[]): void {
    if (address === undefined) {
        return;
    }
    const orgs = [...new Set(groups.map(({ access }) => access?.org))];
    if (orgs.length > 1) {
        throw new UserError(
            `--org-url: got ${address.origin}, but the stack has resources in ${orgs.length} orgs (${orgs.join(", ")}). Leave it out: doctor asks each org at its own address.`,
        );
    }
    if (!isLoopback(address) && address.host !== orgs[0]) {
        throw new UserError(
            `--org-url: got ${address.origin}, wanted https://${orgs[0]} or a loopback address. The credentials are for ${orgs[0]} and go nowhere else.`,
        );
    }
}

async function checkOrg(
    access: OrgAccess | undefined,
    members: readonly DriftSubject[],
    stack: string,
    { http, address }: { readonly http: HttpClient; readonly address?: URL },
): Promise<DoctorFinding[]> {
    if (access === undefined) {
        const detail = "The state does not tell which org this belongs to.";
        return members.map(({ urn }) => finding(urn, "could_not_check", detail));
    }
    const subject = `credentials for ${access.org}`;
    if (access.credentials === undefined) {
        const detail = "Neither provider, configuration nor environment has any.";
        return [finding(subject, "no_credentials", detail)];
    }
    const opened = await openAdminClient(access.credentials, address ?? access.address, http);
    if ("failure" in opened) {
        return [finding(subject, "bad_credentials", opened.failure.detail)];
    }
    const findings = await Promise.all(members.map((member) => member.check(opened.client, stack)));
    return findings.flat();
}
