import {
    type ProgramAccess,
    programAccess,
    type ProviderSettings,
    secretsOf,
} from "../../okta/adminClient";
import { readCall, reasonOf } from "../../okta/call";
import { fetchAllPages } from "../../okta/pages";
import { apiTokens } from "../../okta/shapes";
import { daysLeft, inDays, TOKEN_DAYS, WARN_BELOW_DAYS } from "../../rules/apiToken";
import { textOf } from "../../rules/json";
import { maskSecrets } from "../../rules/mask";
import { messageOf } from "../../rules/userError";
import { API_TOKENS_PATH } from "./fetch";

/** A service user whose API key a program hands out, and the okta provider that may read it. */
export interface ApiTokenCheck {
    readonly host: string;
    readonly userId: string;
    readonly login: string;
    readonly apiTokenId?: string | undefined;
    /** Whether there is a network zone that the token is restricted to. */
    readonly hasZone: boolean;
    /** Settings of the okta provider, whose credentials read the token. */
    readonly settings: ProviderSettings;
}

/** What a person should know of the API key: one line for each thing, none when all is well; never throws. */
export async function apiTokenWarnings(key: ApiTokenCheck): Promise<string[]> {
    const access = programAccess(key.host, key.settings, "okta.apiTokens.manage");
    if (access === undefined) {
        return [];
    }
    const remarks = await fetchTokens(key, access).catch((error: unknown) => [
        `The API token could not be looked at: ${messageOf(error)}`,
    ]);
    return remarks.map((remark) => maskSecrets(remark, secretsOf(access.credentials)));
}

async function fetchTokens(key: ApiTokenCheck, access: ProgramAccess): Promise<string[]> {
    const opened = await access.open();
    if ("failure" in opened) {
        return [`The API token could not be looked at: ${opened.failure.detail}`];
    }
    const { fact, value } = await readCall(
        () => fetchAllPages(opened.client, `${API_TOKENS_PATH}?limit=200`),
        apiTokens,
    );
    return value !== undefined
        ? warningsFor(key, value, Date.now())
        : [`The API token could not be looked at: ${reasonOf(fact)}`];
}

/** The remarks on a service user's key, given all tokens of the org. */
export function warningsFor(
    { userId, login, apiTokenId, hasZone }: Omit<ApiTokenCheck, "host" | "settings">,
    tokens: readonly unknown[],
    now: number,
): string[] {
    const own = tokens.filter((token) => textOf(token, "userId") === userId);
    if (own.length === 0) {
        return [
            `${login} has no API token: the API key has ended or was revoked, or it is somebody else's and may do what they may. "rezonate-okta verify" tells which. Create one signed in as ${login}, and set apiKey and apiTokenId to it.`,
        ];
    }
    const named = own.filter((token) => textOf(token, "id") === apiTokenId);
    const ids = own.map((token) => textOf(token, "id")).join(" or ");
    return [
        ...(hasZone
            ? []
            : [`The API key is good from any address. Set gateways to those Rezonate calls from.`]),
        ...(apiTokenId === undefined
            ? [`The API key is not fenced in: set apiTokenId to ${ids}, the token of ${login}.`]
            : []),
        ...(named.length > 0 ? named : own).flatMap((token) => {
            const left = daysLeft(textOf(token, "expiresAt") ?? "", now);
            return left < WARN_BELOW_DAYS
                ? [
                      `API token ${textOf(token, "id")} ${left < 0 ? "has ended" : `ends in ${inDays(left)}`}: nobody has used it for ${inDays(TOKEN_DAYS - left)}, and Okta ends a token after ${TOKEN_DAYS}. Ask Rezonate why; each use keeps it alive, one by "rezonate-okta verify" too.`,
                  ]
                : [];
        }),
    ];
}
