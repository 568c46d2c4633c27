import { type AdminClient, openAdminClient } from "../../okta/adminClient";
import { tryCall } from "../../okta/call";
import type { HttpClient } from "../../okta/http";
import { textOf } from "../../rules/json";
import type { Method } from "../../rules/methods";
import { namedHost } from "../../rules/oktaDomain";
import type { Finding } from "../findings";
import { SETTING_SUBJECT } from "../preflight/evaluate";
import { ROLE_SUBJECT } from "../preflight/provider";
import { providerAccess } from "../providerAccess";
import type { PreflightReport } from "../runPreflight";
import { nameOf, type StackSnapshot } from "../state/stackSnapshot";
import { type PipelineAppCode, pipelineAppCodes } from "./codes";
import { isSameKey, type PipelineCredentials, type StackPurpose } from "./plan";

/** A finding about one step. */
export type PipelineFinding = Finding<PipelineAppCode>;

/** Makes a finding. */
export function pipelineFinding(
    subject: string,
    code: PipelineAppCode,
    detail: string,
): PipelineFinding {
    return { subject, code, detail, hint: pipelineAppCodes[code].hint };
}

/** What the checks of the new credentials come to. */
export interface Proof {
    readonly findings: readonly PipelineFinding[];
    /** True where nobody could read the org's setting "Public client app admins". */
    readonly isSettingUnseen: boolean;
}

/**
 * Completes the findings about the new credentials. What an app with these scopes may not see is
 * taken from elsewhere: the org's setting as the present credentials saw it, the role from who
 * assigned it.
 */
export function proofOf(
    fresh: PreflightReport,
    present: PreflightReport | undefined,
    methods: readonly Method[],
): Proof {
    const seen = present?.findings.find(
        (one) => one.subject === SETTING_SUBJECT && !isUnseen(one, SETTING_SUBJECT),
    );
    const isSettingUnseen =
        seen === undefined && fresh.findings.some((one) => isUnseen(one, SETTING_SUBJECT));
    const findings = fresh.findings.flatMap((one) => {
        if (isUnseen(one, SETTING_SUBJECT)) {
            return seen ?? [];
        }
        return isUnseen(one, ROLE_SUBJECT) && !readsRoles(methods)
            ? { ...one, code: "ok" as const, detail: ASSIGNED, hint: pipelineAppCodes.ok.hint }
            : one;
    });
    return { findings, isSettingUnseen };
}

const ASSIGNED =
    "The pipeline's stack assigns SUPER_ADMIN. The app has no scope to read roles with.";

/** True where nothing is wrong, and nothing unknown that credentials with the needed scopes can see. */
export function isPassed(findings: readonly Finding[], methods: readonly Method[]): boolean {
    return findings.every(
        (one) =>
            one.code === "ok" ||
            // Who deploys need not be let in as Rezonate is.
            one.code === "verify_blocked" ||
            isUnseen(one, SETTING_SUBJECT) ||
            (isUnseen(one, ROLE_SUBJECT) && !readsRoles(methods)),
    );
}

function isUnseen({ subject, code }: Finding, wanted: string): boolean {
    return subject === wanted && code === "could_not_check";
}

function readsRoles(methods: readonly Method[]): boolean {
    return providerAccess(methods).scopes.includes("okta.roles.manage");
}

/** The okta providers of one org that a stack's state has. */
function providersOf({ resources }: StackSnapshot, { oktaDomain, tenantId }: StackPurpose) {
    return resources.filter(({ type, inputs }) => {
        const host = namedHost(textOf(inputs, "orgName"), textOf(inputs, "baseUrl"));
        // An org with a custom domain has its original one as well.
        const isOriginal = Boolean(tenantId) && host?.startsWith(`${tenantId}.`);
        const isOfOrg = host === undefined || host === oktaDomain || isOriginal;
        return type === "pulumi:providers:okta" && isOfOrg;
    });
}

/** URNs of the providers whose state has not these credentials. */
export function staleProviders(
    stack: StackSnapshot,
    purpose: StackPurpose,
    { clientId, privateKey }: PipelineCredentials,
): string[] {
    return providersOf(stack, purpose)
        .filter(
            ({ inputs }) =>
                textOf(inputs, "clientId") !== clientId ||
                !isSameKey(textOf(inputs, "privateKey"), privateKey) ||
                ["apiToken", "accessToken"].some((name) => Boolean(textOf(inputs, name))),
        )
        .map(({ urn }) => urn);
}

/** Evaluates whether the providers in the state work with the new credentials. */
export function stateFinding(
    stack: StackSnapshot,
    purpose: StackPurpose,
    credentials: PipelineCredentials,
): PipelineFinding {
    const stale = staleProviders(stack, purpose, credentials).map(nameOf);
    if (stale.length > 0) {
        const detail = `Provider ${stale.join(", ")} has other credentials in the state.`;
        return pipelineFinding("state", "provider_not_renewed", detail);
    }
    const names = providersOf(stack, purpose).map(({ urn }) => nameOf(urn));
    const detail =
        names.length === 0
            ? "The stack is not deployed yet."
            : `Provider ${names.join(", ")} works with the new credentials.`;
    return pipelineFinding("state", "ok", detail);
}

/** Revokes an API token by itself, and proves that the org refuses it then. */
export async function revokeToken(
    apiToken: string,
    address: URL,
    http: HttpClient,
): Promise<PipelineFinding> {
    const subject = "API token";
    const opened = await openAdminClient({ kind: "apiToken", apiToken }, address, http);
    if ("failure" in opened) {
        return pipelineFinding(subject, "token_not_revoked", opened.failure.detail);
    }
    const { client } = opened;
    const { fact } = await tryCall(() =>
        client.send("/api/v1/api-tokens/current", { method: "DELETE" }),
    );
    if (await isRefused(client)) {
        const detail =
            fact.status === 401 ? "The org refused it before." : "Revoked: the org refuses it.";
        return pipelineFinding(subject, "ok", detail);
    }
    const detail = `The org answered ${fact.status ?? "nothing"}. ${fact.reason}`.trimEnd();
    return pipelineFinding(subject, "token_not_revoked", detail);
}

async function isRefused(client: AdminClient): Promise<boolean> {
    const { fact } = await tryCall(() => client.send("/api/v1/users/me"));
    return fact.status === 401 && fact.errorCode === "E0000011";
}
