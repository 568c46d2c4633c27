import { parseOrgUrl } from "../okta/address";
import { secretsOf } from "../okta/adminClient";
import { readingOnce } from "../okta/readOnce";
import { textOf } from "../rules/json";
import { maskSecrets } from "../rules/mask";
import { UserError } from "../rules/userError";
import { visibleLines } from "../rules/visible";
import { fetchAdministrators } from "./evidence/administrators";
import type {
    ClientEvidence,
    Evidence,
    IntegrationEvidence,
    OrgAdministrators,
    Proof,
} from "./evidence/document";
import { byText } from "./evidence/parts";
import type { EvidenceSubject } from "./evidence/subject";
import type { Outcome } from "./findings";
import { endOfRemediation } from "./oauth/remediationEnd";
import { type CheckOptions, environmentOf, httpOf } from "./options";
import { registry } from "./registry";
import { verify, type VerifyOptions } from "./runVerify";
import { type Integration, integrationsOf, ownerOf } from "./state/integrations";
import { checkAddress, type openOrg, orgOpener } from "./state/openOrg";
import { orgAccessOf } from "./state/orgAccess";
import { readStackState, type StackState } from "./state/stackState";

/** What `evidence` takes. */
export interface EvidenceOptions extends CheckOptions {
    /** The stack that is described. */
    readonly stack: StackState;
    /** Name or URN of one integration. Defaults to all that the stack has made. */
    readonly integration?: string | undefined;
    /** Whether the access is proven, as verify does. Defaults to true. */
    readonly proof?: boolean | undefined;
}

/**
 * Puts together what a stack gives Rezonate, as a reviewer needs it: scopes and why each, roles,
 * networks, keys, a proof, and who may change it. It changes nothing, prints nothing, and starts no
 * process. The document holds no secret.
 *
 * @throws UserError where an input is wrong, or the stack has no integration.
 */
export async function evidence(options: EvidenceOptions): Promise<Evidence> {
    const stack = readStackState(options.stack);
    const all = integrationsOf(stack);
    const integrations = integrationsOf(stack, options.integration);
    if (integrations.length === 0) {
        const { stack: name } = stack.location;
        throw new UserError(`Stack ${name} has no integration of ours. Run pulumi up first.`);
    }
    const subjects = Object.values(registry).flatMap((method) => method.evidence(stack));
    const env = environmentOf(options);
    const address = options.orgUrl === undefined ? undefined : parseOrgUrl(options.orgUrl);
    const accesses = integrations.map(({ urn, oktaResource }) =>
        orgAccessOf(stack, oktaResource ?? urn, env),
    );
    checkAddress(
        address,
        accesses.map((access) => access?.org),
    );
    const open = orgOpener(httpOf(options), address, readingOnce);
    const described = await Promise.all(
        integrations.map(async (integration, index): Promise<IntegrationEvidence> => {
            const access = accesses[index];
            const { name, method, outputs } = integration;
            const own = subjects.filter(
                ({ urn }) => ownerOf(stack, urn, all)?.urn === integration.urn,
            );
            const [found, proof] = await Promise.all([
                access === undefined
                    ? { clients: [], unread: ["The state does not tell which org it belongs to."] }
                    : clientsOf(own, access.org, await open(access)),
                proofOf(integration, options),
            ]);
            const org = textOf(outputs, "oktaDomain") ?? access?.org ?? null;
            const remediationUntil = endOfRemediation(stack, integration);
            const { clients, unread } = found;
            return { name, method, org, remediationUntil, clients, proof, unread };
        }),
    );
    const distinct = new Map(
        accesses.flatMap((access) => (access ? [[JSON.stringify(access), access]] : [])),
    );
    const administrators = await Promise.all(
        [...distinct.values()].map(async (access) =>
            administratorsOf(access.org, await open(access)),
        ),
    );
    const ids = new Set(subjects.map(({ id }) => id));
    const secrets = [
        ...stack.secrets.filter((secret) => !ids.has(secret)),
        ...accesses.flatMap((access) => secretsOf(access?.credentials)),
    ];
    return shown(
        {
            version: 1,
            generated: new Date().toISOString(),
            project: stack.project,
            stack: stack.location.stack,
            outcome: outcomeOf(described, administrators),
            integrations: described.sort(byText(({ name }) => name)),
            administrators: administrators.sort(byText(({ org }) => org)),
        },
        (text) => visibleLines(maskSecrets(text, secrets)),
    );
}

type OpenedOrg = Awaited<ReturnType<typeof openOrg>>;

async function clientsOf(
    subjects: readonly EvidenceSubject[],
    org: string,
    opened: OpenedOrg,
): Promise<{ readonly clients: ClientEvidence[]; readonly unread: string[] }> {
    if ("failure" in opened) {
        return { clients: [], unread: [`${org} could not be read: ${opened.failure.detail}`] };
    }
    const clients = await Promise.all(subjects.map((subject) => subject.fetch(opened.client)));
    const unread = clients.length === 0 ? ["The state has nothing of it in Okta."] : [];
    return { clients: clients.sort(byText(({ name, id }) => `${name} ${id}`)), unread };
}

async function administratorsOf(org: string, opened: OpenedOrg): Promise<OrgAdministrators> {
    return "failure" in opened
        ? { org, provider: "none", superAdmins: null, unread: [opened.failure.detail] }
        : fetchAdministrators(opened.client, org);
}

const LEFT_OUT = "It was left out.";
const NOT_RUN = { at: null, findings: [], seen: [] } as const;

async function proofOf({ urn }: Integration, options: EvidenceOptions): Promise<Proof> {
    if (options.proof === false) {
        return { outcome: "not_run", ...NOT_RUN, reason: LEFT_OUT };
    }
    try {
        const wanted: VerifyOptions = { ...options, integration: urn };
        const { outcome, findings, views = [] } = await verify(wanted);
        return {
            outcome,
            at: new Date().toISOString(),
            reason: null,
            findings: findings
                .map(({ subject, code, detail }) => ({ subject, code, detail }))
                .sort(byText(({ subject, code }) => `${subject} ${code}`)),
            seen: views
                .map(({ kind, seen, seenMore, there, thereMore, missing, isLimited }) => ({
                    kind,
                    seen,
                    seenMore,
                    there,
                    thereMore,
                    missing,
                    ...(isLimited && { isLimited }),
                }))
                .sort(byText(({ kind }) => kind)),
        };
    } catch (error) {
        // A stack without credentials, such as one that waits for its API key, has evidence too.
        if (error instanceof UserError) {
            return { outcome: "not_run", ...NOT_RUN, reason: error.message };
        }
        throw error;
    }
}

function outcomeOf(
    integrations: readonly IntegrationEvidence[],
    administrators: readonly OrgAdministrators[],
): Outcome {
    if (integrations.some(({ proof }) => proof.outcome === "findings")) {
        return "findings";
    }
    const isUnread =
        administrators.some(({ unread }) => unread.length > 0) ||
        integrations.some(
            ({ proof, unread, clients }) =>
                unread.length > 0 ||
                clients.some((client) => client.unread.length > 0) ||
                proof.outcome === "could_not_check" ||
                (proof.outcome === "not_run" && proof.reason !== LEFT_OUT),
        );
    return isUnread ? "could_not_check" : "ok";
}

/** A document with each text of it changed. */
function shown<T>(value: T, change: (text: string) => string): T {
    if (typeof value === "string") {
        return change(value) as T & string;
    }
    if (Array.isArray(value)) {
        return value.map((item: unknown) => shown(item, change)) as T & unknown[];
    }
    return typeof value === "object" && value !== null
        ? (Object.fromEntries(
              Object.entries(value).map(([name, item]) => [name, shown<unknown>(item, change)]),
          ) as T)
        : value;
}
