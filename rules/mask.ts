/** What is secret by its form or its name, wherever it stands. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
    [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, "[secret]"],
    // The private members of a JSON Web Key (RFC 7518), also in JSON that is a text in JSON.
    [/(\\*"(?:d|p|q|dp|dq|qi|k)\\*"\s*:\s*\\*")[\w-]{20,}/g, "$1[secret]"],
    // Okta's access tokens are JWTs, its API tokens 42 characters that begin with 00.
    [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, "[secret]"],
    [/(?<![\w-])00[\w-]{40}(?![\w-])/g, "[secret]"],
    [/\b(SSWS|Bearer|DPoP|Basic)\s+[\w.~+/=-]{8,}/g, "$1 [secret]"],
    [
        // Not in the type of a resource, okta:index/apiToken:ApiToken.
        /(?<!\/)("?(?:client_assertion|client_secret|access_token|api_?token|private_?key|password)"?\s*[=:](?!:)\s*)("(?:[^"\\]|\\.){6,}"|[^\s&,}"]{16,})/gi,
        "$1[secret]",
    ],
];

/** Takes everything out of a text that looks like a key, a token or a password. */
export function maskSecrets(text: string, known: readonly string[] = []): string {
    let masked = text;
    for (const secret of known) {
        if (secret.length >= 6) {
            masked = masked.replaceAll(secret, "[secret]");
        }
    }
    for (const [pattern, replacement] of SECRETS) {
        masked = masked.replace(pattern, replacement);
    }
    return masked;
}

/** Pulumi's mark of a secret value; the value in clear stands after it. */
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/**
 * The same for a debug message of Pulumi's SDK: where a resource or a call has a secret in clear,
 * all its properties are taken out.
 */
export function maskDebugMessage(text: string): string {
    const signature = text.indexOf(SECRET_SIGNATURE);
    if (signature < 0) {
        return maskSecrets(text);
    }
    const properties = /\b(?:resp: |(?:obj|props)=)/.exec(text.slice(0, signature));
    const kept = properties ? properties.index + properties[0].length : signature;
    return `${maskSecrets(text.slice(0, kept))}[secret]`;
}
