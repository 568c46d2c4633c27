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

/** The form of Okta's client secrets, and of any digest in hexadecimal. */
const CLIENT_SECRET = /(?<![\w-])[\w-]{64}(?![\w-])/g;

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

/**
 * The same for a text that nobody acts upon, such as a debug message: what may be a client secret
 * is taken out too, although it may be a digest or a name.
 */
export function maskDebugMessage(text: string): string {
    return maskSecrets(text).replace(CLIENT_SECRET, "[secret]");
}
