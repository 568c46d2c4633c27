import { removeConfig, setConfig, setSecret } from "../../checks/drift/commands";
import {
    type PipelineFinding,
    pipelineFinding,
    revokeToken,
} from "../../checks/pipelineApp/evaluate";
import { REVOKED_KEY, TOKEN_KEY } from "../../checks/pipelineApp/plan";
import { desiredConfigOf, planOf } from "../../checks/preflight/plan";
import type { StackSnapshot } from "../../checks/state/stackSnapshot";
import type { ProviderCredentials } from "../../okta/adminClient";
import { createHttpClient } from "../../okta/http";
import { type OpenPipeline, run } from "./open";

/** The API token that is in use, or was until an earlier run. */
export interface Token {
    readonly value: string | undefined;
    /** True where only the stack's configuration has it. */
    readonly isConfigured: boolean;
    /** True where the pipeline stack keeps it until it is revoked. */
    readonly isKept: boolean;
}

/** Finds the token to revoke. */
export function tokenOf(
    { at, stack }: OpenPipeline,
    present: ProviderCredentials | undefined,
    old: StackSnapshot | undefined,
): Token {
    const kept = old?.config[`${at.pipelineProject}:${TOKEN_KEY}`];
    const value = present?.kind === "apiToken" ? present.apiToken : kept;
    const isConfigured = value !== undefined && stack.config["okta:apiToken"] === value;
    return { value, isConfigured, isKept: kept !== undefined && kept === value };
}

/** Keeps a token, encrypted, that a run which breaks off before it is revoked would lose. */
export async function keepToken(
    { at, workDir }: OpenPipeline,
    { value, isConfigured, isKept }: Token,
) {
    if (isConfigured && !isKept) {
        const command = setSecret(at.pipeline, `${at.pipelineProject}:${TOKEN_KEY}`);
        await run(command, workDir, { stdin: value });
    }
}

/** Revokes the token, unless the stack still uses it. */
export async function revoke(
    { at, workDir, purpose }: OpenPipeline,
    now: StackSnapshot,
    old: StackSnapshot | undefined,
    { value: token, isConfigured, isKept }: Token,
): Promise<PipelineFinding> {
    const keyOf = (name: string) => `${at.pipelineProject}:${name}`;
    const revokedAt = old?.config[keyOf(REVOKED_KEY)];
    if (token === undefined) {
        return revokedAt === undefined
            ? pipelineFinding(
                  "API token",
                  "no_token",
                  "Neither configuration nor environment has one.",
              )
            : pipelineFinding("API token", "ok", `An earlier run revoked it, ${revokedAt}.`);
    }
    if (now.secrets.includes(token)) {
        return pipelineFinding("API token", "token_in_use", "The stack has it as a secret.");
    }
    const httpProxy = now.config["okta:httpProxy"] ?? process.env["OKTA_HTTP_PROXY"];
    const wanted = { ...desiredConfigOf(now), ...purpose, httpProxy };
    const finding = await revokeToken(token, planOf(wanted).address, createHttpClient());
    if (finding.code === "ok") {
        const time = new Date().toISOString();
        await run(setConfig(at.pipeline, keyOf(REVOKED_KEY), time), workDir);
        if (isConfigured || isKept) {
            await run(removeConfig(at.pipeline, keyOf(TOKEN_KEY)), workDir);
        }
    }
    return finding;
}
