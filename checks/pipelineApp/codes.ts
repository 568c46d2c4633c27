import { type PreflightCode, preflightCodes, uncheckedPreflightCodes } from "../preflight/codes";
import type { CodeText } from "../verify/codes";

/** Codes that `pipeline-app` gives beside those of `preflight`. */
export const ownPipelineAppCodes = {
    ok: {
        meaning: "The step is done, or was done before.",
        hint: "Nothing to do.",
    },
    provider_not_renewed: {
        meaning:
            "A provider of the stack does not work with the new credentials after `pulumi up`. The API token was not revoked.",
        hint: "Have the program take its provider's settings from the configuration, by `oktaProviderArgs`, and take OKTA_API_TOKEN out of its environment; then run `npx rezonate-okta pipeline-app` again.",
    },
    token_in_use: {
        meaning: "The stack still uses the API token that is to be revoked. It was not revoked.",
        hint: "Look for it in the stack's configuration: an `apiKey` that Rezonate has must not be the token of an admin. Then run `npx rezonate-okta pipeline-app --revoke-token` again.",
    },
    token_not_revoked: {
        meaning: "The org did not revoke the API token.",
        hint: "Revoke it in the Admin Console (Security > API > Tokens), or run `npx rezonate-okta pipeline-app --revoke-token` again.",
    },
    no_token: {
        meaning: "There is no API token to revoke.",
        hint: "Set OKTA_API_TOKEN to the token that is to be revoked, and run it again. A token that nobody has any more is revoked in the Admin Console (Security > API > Tokens).",
    },
} as const satisfies Record<string, CodeText>;

/** Every code that `pipeline-app` gives. */
export const pipelineAppCodes = { ...preflightCodes, ...ownPipelineAppCodes };

/** A code that `pipeline-app` gives. */
export type PipelineAppCode = PreflightCode | keyof typeof ownPipelineAppCodes;

/** Codes that say only that something could not be looked at. */
export const uncheckedPipelineAppCodes: ReadonlySet<string> = new Set<PipelineAppCode>([
    ...(uncheckedPreflightCodes as ReadonlySet<PreflightCode>),
    "no_token",
]);
