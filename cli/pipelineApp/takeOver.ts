import { setTimeout as sleep } from "node:timers/promises";

import { up } from "../../checks/drift/commands";
import { preflight, type PreflightReport, type StackState } from "../../checks/index";
import {
    isPassed,
    type PipelineFinding,
    pipelineFinding,
    proofOf,
    staleProviders,
    stateFinding,
} from "../../checks/pipelineApp/evaluate";
import {
    credentialEdits,
    makeCommands,
    type PipelineCredentials,
    pipelineCredentialsOf,
    withCredentials,
} from "../../checks/pipelineApp/plan";
import type { StackSnapshot } from "../../checks/state/stackSnapshot";
import { readStackState } from "../../checks/state/stackState";
import { findProviderCredentials, type ProviderCredentials } from "../../okta/adminClient";
import { credentialVariables } from "../../rules/providerCredentials";
import { UserError } from "../../rules/userError";
import { readStack } from "../stack/readStack";
import { type OpenPipeline, run } from "./open";
import { keepToken, revoke, tokenOf } from "./token";

/** What one run did. */
export interface TakenOver {
    readonly findings: readonly PipelineFinding[];
    readonly notes: readonly string[];
    /** What is secret beside what the stack has. */
    readonly secrets: readonly string[];
}

/** What a run is told. */
export interface TakeOverOptions {
    readonly revokeToken: boolean;
    /** How long Okta may take to apply a new role, in milliseconds. */
    readonly waitMs: number;
}

const NOTHING = "Nothing was changed.";
const MINE = "Until they pass, nothing is changed in the stack, and its API token stays.";

/**
 * Puts an app of its own in the place of the credentials that a pipeline has. Each step may break
 * off, and the next run finds how far it came: what was proven is proven again.
 */
export async function takeOver(opened: OpenPipeline, options: TakeOverOptions): Promise<TakenOver> {
    const { stack, state, purpose } = opened;
    const { methods } = purpose;
    const present = findProviderCredentials(stack.config, process.env, stack.location.dir);
    const before = present && (await checkWith(opened, present));
    const old = await readPipeline(opened);
    const made =
        before !== undefined && isPassed(before.findings, methods)
            ? await make(opened, present, old)
            : old && pipelineCredentialsOf(old);
    if (made === undefined) {
        const report = before ?? (await preflight(preflightOptions(opened, state)));
        return { findings: report.findings, notes: [NOTHING], secrets: [] };
    }
    const token = tokenOf(opened, present, old);
    const secrets = [made.privateKey, ...(token.value === undefined ? [] : [token.value])];
    const fresh = await waitFor(opened, made, options.waitMs);
    const proof = proofOf(fresh, before, methods);
    if (!isPassed(proof.findings, methods)) {
        return { findings: proof.findings, notes: [MINE], secrets };
    }
    if (options.revokeToken) {
        await keepToken(opened, token);
    }
    await configure(opened, made);
    const now = await renew(opened, made);
    const finding = stateFinding(now, purpose, made);
    const isRevoked = options.revokeToken && finding.code === "ok";
    return {
        findings: [
            ...proof.findings,
            configured(opened, made),
            finding,
            ...(isRevoked ? [await revoke(opened, now, old, token)] : []),
        ],
        notes: [
            SUPER_ADMIN,
            ...(proof.isSettingUnseen ? [UNSEEN] : []),
            ...(process.env["OKTA_API_TOKEN"] ? [ENVIRONMENT] : []),
            ...(token.value !== undefined && !options.revokeToken ? [TOKEN] : []),
        ],
        secrets,
    };
}

function preflightOptions({ purpose }: OpenPipeline, stack: StackState) {
    const { oktaDomain, methods } = purpose;
    return { stack, oktaDomain, method: methods[0] };
}

/** Checks credentials as if the stack had these and no others. */
function checkWith(opened: OpenPipeline, credentials: ProviderCredentials) {
    const env = { ...process.env, ...credentialVariables(undefined) };
    const stack = withCredentials(opened.state, credentials);
    return preflight({ ...preflightOptions(opened, stack), env });
}

async function readPipeline({ at }: OpenPipeline): Promise<StackSnapshot | undefined> {
    const { stack, dir } = at.pipeline;
    return readStack({ stack, ...(dir !== undefined && { dir }) }).then(
        readStackState,
        () => undefined,
    );
}

/** Makes the app, as the present credentials. */
async function make(
    opened: OpenPipeline,
    present: ProviderCredentials | undefined,
    old: StackSnapshot | undefined,
): Promise<PipelineCredentials> {
    const { at, purpose, stack, workDir } = opened;
    for (const command of makeCommands(at, purpose, stack.config, old)) {
        await run(command, workDir, { env: credentialVariables(present) });
    }
    const { stack: name, dir } = at.pipeline;
    const made = readStackState(await readStack({ stack: name, dir: String(dir) }));
    const credentials = pipelineCredentialsOf(made);
    if (credentials === undefined) {
        throw new UserError(
            `--pipeline-dir: the program in ${dir} has not the outputs clientId, privateKey, privateKeyId and scopes of a PipelineApp: docs/pipeline-app.md.`,
        );
    }
    return credentials;
}

const PAUSE_MS = 5000;

/** Checks the new credentials until they pass: Okta takes some minutes to apply a role. */
async function waitFor(
    opened: OpenPipeline,
    made: PipelineCredentials,
    waitMs: number,
): Promise<PreflightReport> {
    for (const end = Date.now() + waitMs; ; await sleep(PAUSE_MS)) {
        const report = await checkWith(opened, made);
        const isRole = report.findings.some(({ code }) => code === "not_super_admin");
        if (!isRole || Date.now() + PAUSE_MS > end) {
            return report;
        }
    }
}

/** Gives the stack's configuration the new credentials, and only them. */
async function configure({ stack, workDir }: OpenPipeline, made: PipelineCredentials) {
    const { plain, secret, removed } = credentialEdits(stack, made);
    for (const command of plain) {
        await run(command, workDir);
    }
    if (secret !== undefined) {
        await run(secret, workDir, { stdin: made.privateKey });
    }
    for (const command of removed) {
        await run(command, workDir);
    }
}

function configured(
    { stack: { location, config } }: OpenPipeline,
    { clientId }: PipelineCredentials,
): PipelineFinding {
    const removed = ["okta:apiToken", "okta:accessToken"].filter((key) => key in config);
    const rest = removed.length === 0 ? "" : ` ${removed.join(" and ")} is removed.`;
    const detail = `Stack ${location.stack} has the credentials of the app ${clientId}.${rest}`;
    return pipelineFinding("provider settings", "ok", detail);
}

/** Brings the new credentials into the state, which keeps those of the last up. */
async function renew(opened: OpenPipeline, made: PipelineCredentials): Promise<StackSnapshot> {
    const { stack, purpose, workDir } = opened;
    const stale = staleProviders(stack, purpose, made);
    if (stale.length > 0) {
        const targets = stale.map((urn) => ({ urn }));
        const env = credentialVariables(undefined);
        await run(up(stack.location, { targets }), workDir, { env });
    }
    const { name, dir } = opened.state;
    return readStackState(await readStack({ ...(name && { stack: name }), ...(dir && { dir }) }));
}

const SUPER_ADMIN =
    "The app is a Super Admin: Okta lets nobody else grant scopes, assign admin roles, or change an app that has an admin role. To have no standing Super Admin, take the role away in the Admin Console between deployments, and give it back before one: docs/pipeline-app.md.";
const UNSEEN =
    'The app may not see the org\'s setting "Public client app admins". `npx rezonate-okta preflight` shows it to a Super Admin.';
const ENVIRONMENT =
    "Take OKTA_API_TOKEN out of the pipeline's environment: the okta plugin takes it before the app.";
const TOKEN =
    "The API token still works. Revoke it: `npx rezonate-okta pipeline-app --revoke-token`";
