import { createPrivateKey } from "node:crypto";

/** So many characters in a row betray a secret, by how it is encoded. */
const PIECE = { plain: 20, base64: 28, base64url: 28, hex: 42 };

/** A text that holds a secret, and the same text with zeros for all that is private in it. */
interface Form {
    readonly name: string;
    readonly text: string;
    readonly blank: string;
    readonly encoding: keyof typeof PIECE;
}

/** The forms in which programs write a secret: a private key as PEM, DER or JWK, and in base64. */
export function secretFormsOf(secret: string): Form[] {
    const isKey = secret.includes("PRIVATE KEY");
    const plain = isKey
        ? keyFormsOf(secret)
        : [formOf("itself", secret, "\0".repeat(secret.length))];
    const encoded = (["base64", "base64url", "hex"] as const).flatMap((encoding) =>
        plain.map(({ name, text, blank }) =>
            formOf(
                `${name} in ${encoding}`,
                encode(text, encoding),
                encode(blank, encoding),
                encoding,
            ),
        ),
    );
    // DER itself is no text.
    return [...plain.filter(({ name }) => !name.startsWith("DER")), ...encoded];
}

/** Finds where secrets are in clear in texts, in whatever form, whole or in part: one line each. */
export function leakSearch(secrets: readonly string[]): (texts: readonly string[]) => string[] {
    const pieces = new Map<string, string>();
    for (const { name, text, blank, encoding } of secrets.flatMap(secretFormsOf)) {
        const length = PIECE[encoding];
        for (let at = 0; at === 0 || at + length <= text.length; at++) {
            const piece = text.slice(at, at + length);
            const telling = [...piece].filter((char, i) => char !== blank[at + i]).length;
            // Nearly all of it has to be of the private part.
            if (telling >= piece.length * 0.8) {
                pieces.set(piece, name);
            }
        }
    }
    const lengths = [...new Set([...pieces.keys()].map((piece) => piece.length))];
    return (texts) =>
        texts.flatMap((text) => {
            const lines = new Set<string>();
            for (let at = 0; at < text.length; at++) {
                for (const length of lengths) {
                    const name = pieces.get(text.slice(at, at + length));
                    if (name !== undefined) {
                        lines.add(`${name}, after: ${text.slice(Math.max(0, at - 100), at)}`);
                        at += 1000;
                    }
                }
            }
            return [...lines];
        });
}

function keyFormsOf(pem: string): Form[] {
    const key = createPrivateKey(pem);
    const members = key.export({ format: "jwk" }) as Record<string, string>;
    const names = ["d", "p", "q", "dp", "dq", "qi"].filter((name) => name in members);
    const blankJwk = { ...members };
    for (const name of names) {
        blankJwk[name] = "\0".repeat(String(members[name]).length);
    }
    const jwk = (of: object) => JSON.stringify(of).replaceAll("\\u0000", "\0");
    const plain = key.asymmetricKeyType === "rsa" ? ("pkcs1" as const) : ("sec1" as const);
    const forms = [formOf("JWK", jwk(members), jwk(blankJwk))];
    for (const type of ["pkcs8", plain] as const) {
        const der = key.export({ type, format: "der" } as { type: "pkcs8"; format: "der" });
        const blank = Buffer.from(der);
        for (const name of names) {
            const bytes = Buffer.from(String(members[name]), "base64url");
            const at = der.indexOf(bytes);
            blank.fill(0, at, at + bytes.length);
        }
        forms.push(formOf(`DER (${type})`, der.toString("latin1"), blank.toString("latin1")));
        forms.push(formOf(`PEM (${type})`, linesOf(der), linesOf(blank)));
    }
    return forms;
}

function linesOf(der: Buffer): string {
    return der.toString("base64").replace(/.{64}/g, "$&\n");
}

function encode(text: string, encoding: BufferEncoding): string {
    return Buffer.from(text, "latin1").toString(encoding).replace(/=+$/, "");
}

function formOf(
    name: string,
    text: string,
    blank: string,
    encoding: keyof typeof PIECE = "plain",
): Form {
    return { name, text, blank, encoding };
}
