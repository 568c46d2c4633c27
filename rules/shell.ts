/** A word as a POSIX shell takes it: quoted, unless every shell reads it as it stands. */
export function shellWord(text: string): string {
    // zsh expands a word that begins with =.
    return /^[\w@%+:,./-][\w@%+=:,./-]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
