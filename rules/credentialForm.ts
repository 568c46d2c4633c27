/**
 * What keeps a text from being a token or an id that goes into an HTTP header: a blank, a line break
 * or another character that is no visible ASCII. Undefined where nothing does. Shows nothing of it.
 * Uses nothing from outside, since Pulumi serializes it with the dynamic provider.
 */
export function credentialFlaw(credential: string): string | undefined {
    const at = credential.search(/[^\x21-\x7e]/);
    if (at < 0) {
        return undefined;
    }
    const flaw = /[\r\n]/.test(credential)
        ? "a line break"
        : /\s/.test(credential)
          ? "a blank"
          : "a character that is not ASCII or not visible";
    const where = at === 0 ? "at its beginning" : `after ${at} of ${credential.length} characters`;
    return `it has ${flaw} ${where}`;
}
