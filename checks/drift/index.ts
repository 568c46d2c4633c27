import { secretsOf } from "../../okta/adminClient";
import type { HttpClient } from "../../okta/http";
import { readingOnce } from "../../okta/readOnce";
import type { Environment } from "../../rules/providerCredentials";
import { OptionError } from "../../rules/userError";
import { registry } from "../registry";
import { integrationsOf, ownerOf } from "../state/integrations";
import { checkAddress, openOrg } from "../state/openOrg";
import { type OrgAccess, orgAccessOf } from "../state/orgAccess";
import { nameOf, type StackSnapshot } from "../state/stackSnapshot";
import type { DriftSubject } from "./check";
import { renewProvider } from "./commands";
import { type DoctorFinding, finding } from "./finding";
import { interruptionFinding, interruptionOf, withInterruption } from "./interruption";
import { pendingDeletes } from "./pendingDeletes";

/** What a comparison of a stack with its orgs takes. */
export interface DriftOptions {
    readonly http: HttpClient;
    readonly env: Environment;
    /** Another address of the org. Only for a stack of one org. */
    readonly address?: URL;
    /** Name or URN of one integration. Defaults to all that the stack has made. */
    readonly integration?: string;
    /** Whether a destroy that was cut off is to be ended. */
    readonly destroy?: boolean;
}

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
 * of its own provider. Only reads.
 *
 * @throws UserError where OAuth credentials lack scopes.
 */
export async function checkDrift(
    stack: StackSnapshot,
    options: DriftOptions,
): Promise<DriftReport> {
    const { stack: name } = stack.location;
    if (options.destroy && stack.resources.length === 0) {
        const findings = [finding("stack", "ok", `Stack ${name} is empty: the destroy has ended.`)];
        return { orgs: [], findings, secrets: stack.secrets };
    }
    const interruption = interruptionOf(stack);
    if (options.destroy && interruption === undefined) {
        throw new OptionError(
            "destroy",
            `no destroy of stack ${name} was cut off; it ends one only. To destroy the stack, run "pulumi destroy".`,
        );
    }
    const ending =
        interruption &&
        interruptionFinding(stack.location, interruption, {
            asked: options.destroy === true,
            isWhole: options.integration === undefined,
        });
    const integrations = integrationsOf(stack, options.integration);
    const methods = Object.values(registry);
    const checks = [
        ...methods.map(({ drift }) => drift),
        ...methods.map(({ twins }) => twins),
        pendingDeletes,
    ];
    const all = checks.flatMap((check) => check(stack));
    const places = all.flatMap(({ place }) => place ?? []);
    const withPlaces = { ...stack, resources: [...stack.resources, ...places] };
    const subjects = all.filter(
        ({ urn }) =>
            options.integration === undefined ||
            ownerOf(withPlaces, urn, integrations) !== undefined,
    );
    if (subjects.length === 0) {
        const detail = `Stack ${name} has no service app, integration or service user of ours.`;
        const findings = [ending ?? finding("stack", "nothing_deployed", detail)];
        return { orgs: [], findings, secrets: stack.secrets };
    }
    const groups = groupByOrg(withPlaces, subjects, options.env);
    checkAddress(
        options.address,
        groups.map(({ access }) => access?.org),
    );
    const { findings, secrets } = await checkOrgs(groups, withPlaces, options);
    // The commands that fix something name the app, whose id is a secret of the stack.
    const ids = new Set(subjects.flatMap(({ publicIds }) => publicIds));
    return {
        orgs: groups.flatMap(({ access }) => (access === undefined ? [] : [access.org])),
        findings: ending === undefined ? findings : withInterruption(findings, ending),
        secrets: [...stack.secrets.filter((secret) => !ids.has(secret)), ...secrets],
    };
}

/**
 * Finds what the orgs of a stack have a second time, since a call that made it was sent twice. Only
 * that: what could not be read is not told.
 */
export async function findTwins(
    stack: StackSnapshot,
    options: Omit<DriftOptions, "destroy">,
): Promise<Pick<DriftReport, "findings" | "secrets">> {
    const integrations = integrationsOf(stack, options.integration);
    const subjects = Object.values(registry)
        .flatMap(({ twins }) => twins(stack))
        .filter(({ urn }) => ownerOf(stack, urn, integrations) !== undefined);
    const groups = groupByOrg(stack, subjects, options.env);
    const { findings, secrets } = await checkOrgs(groups, stack, options);
    return { findings: findings.filter(({ code }) => code === "twin"), secrets };
}

interface Group {
    readonly access: OrgAccess | undefined;
    readonly members: DriftSubject[];
}

function groupByOrg(
    stack: StackSnapshot,
    subjects: readonly DriftSubject[],
    env: Environment,
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

/** Asks each org about its own, with the credentials of its own provider. */
async function checkOrgs(
    groups: readonly Group[],
    stack: StackSnapshot,
    options: DriftOptions,
): Promise<Pick<DriftReport, "findings" | "secrets">> {
    const results = await Promise.all(
        groups.map(({ access, members }) => checkOrg(access, members, stack, options)),
    );
    return {
        findings: results.flat(),
        secrets: groups.flatMap(({ access }) => secretsOf(access?.credentials)),
    };
}

async function checkOrg(
    access: OrgAccess | undefined,
    members: readonly DriftSubject[],
    stack: StackSnapshot,
    { http, address }: DriftOptions,
): Promise<DoctorFinding[]> {
    if (access === undefined) {
        const detail = "The state does not tell which org this belongs to.";
        return members.map(({ urn }) => finding(urn, "could_not_check", detail));
    }
    const { org, keptBy } = access;
    const subject = `credentials for ${org}`;
    const refused = (reason: string): DoctorFinding => {
        if (keptBy === undefined) {
            return finding(subject, "bad_credentials", reason);
        }
        const detail = `${reason} They are those of the last up, which the state keeps.`;
        const renew = renewProvider(stack.location, keptBy);
        return finding(subject, "bad_credentials", detail, [renew]);
    };
    const opened = await openOrg(access, http, address);
    if ("failure" in opened) {
        const { code, detail } = opened.failure;
        return [code === "bad_credentials" ? refused(detail) : finding(subject, code, detail)];
    }
    // Several members are looked for in the same lists.
    const client = readingOnce(opened.client);
    const found = await Promise.all(
        members.map(async (member) => {
            const findings = await member.check(client, stack.location);
            return findings.map((one) => named(one, member, stack));
        }),
    );
    // All members are refused alike.
    const bad = found.flat().find(({ code }) => code === "bad_credentials");
    const others = found.flat().filter(({ code }) => code !== "bad_credentials");
    return bad === undefined ? others : [refused(bad.detail), ...others];
}

/** A name that resources of several integrations have is told by its integration. */
function named(one: DoctorFinding, { urn }: DriftSubject, stack: StackSnapshot): DoctorFinding {
    const alike = stack.resources.filter((each) => nameOf(each.urn) === one.subject);
    const owners = new Set(alike.map((each) => each.parent));
    if (owners.size < 2) {
        return one;
    }
    const owner = ownerOf(stack, urn, integrationsOf(stack));
    return { ...one, subject: `${owner?.name ?? urn}: ${one.subject}` };
}
