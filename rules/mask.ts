const patterns: readonly (readonly [RegExp, string])[] = [
    [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, "[secret]"],
    [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, "[secret]"],
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
    for (const [pattern, replacement] of patterns) {
        masked = masked.replace(pattern, replacement);
    }
    return masked;
}
