import type { KeyObject } from "node:crypto";

const pemOf = (key: KeyObject): string =>
    key.export({ type: "pkcs8", format: "pem" }).toString().trim();

/** What editors, shells and .env files make of a PEM private key, by what was done to it. */
export function keyForms(key: KeyObject): Record<string, string> {
    const pem = pemOf(key);
    const lines = pem.split("\n");
    const sec1OrPkcs1 = key.asymmetricKeyType === "rsa" ? "pkcs1" : "sec1";
    return {
        "PKCS#8": `${pem}\n`,
        "PKCS#1 or SEC1": key.export({ type: sec1OrPkcs1, format: "pem" }).toString(),
        "literal \\n": lines.join("\\n"),
        "literal \\n, then a real line end": `${lines.join("\\n")}\n`,
        "literal \\n mixed with real ones": `${lines.slice(0, 3).join("\\n")}\n${lines.slice(3).join("\\n")}`,
        "doubled \\\\n": lines.join("\\\\n"),
        "\\r\\n as text": lines.join("\\r\\n"),
        CRLF: lines.join("\r\n"),
        CR: lines.join("\r"),
        indented: lines.map((line) => `    ${line}`).join("\n"),
        "indented by tabs": lines.map((line) => `\t${line}`).join("\n"),
        "blank lines between": lines.join("\n\n"),
        "blanks instead of line ends": lines.join(" "),
        "on one line": lines.join(""),
        "in double quotes": `"${pem}"`,
        "in single quotes": `'${pem}'`,
        "in quotes with literal \\n": `"${lines.join("\\n")}"`,
        "a byte order mark": `\uFEFF${pem}`,
        "blanks around": `  \n${pem}  \n `,
        "text before": `Key of the app:\n${pem}`,
    };
}
