import { createPrivateKey } from "node:crypto";

import { parseJson } from "./json";
import { privateKeyPem } from "./privateKeyPem";

/** So many bytes of a secret in a row are taken for it; a shorter secret counts as a whole. */
const TELLING = 12;
const LEAST = 6;
/** Windows of a secret are looked up at every STEP-th place: TELLING - 1 bytes always hold one. */
const WINDOW = 8;
const STEP = 4;
/** A secret as base64 of base64 of base64 is found, too: a key's PEM is base64 already. */
const DEPTH = 3;
/** An RSA key has 6 private integers. The oldest go first: a process may run many programs. */
const MOST = 3000;

/** Each with the shortest run of characters that tells a secret. Base64 is read as base64url, too. */
const ENCODINGS = [
    { encoding: "base64", pattern: /[A-Za-z0-9+/_-]{15,}/g, charsPerByte: 4 / 3, skips: 4 },
    { encoding: "hex", pattern: /[0-9a-f]{22,}/gi, charsPerByte: 2, skips: 2 },
] as const;

/** The private members of a JSON Web Key (RFC 7518, RFC 8037). */
const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "k"];

type Range = readonly [start: number, end: number];

/**
 * Secrets that are known by their value, to take them out of texts in whatever form they stand
 * there: as they are, in base64, base64url or hexadecimal, also nested, wrapped, escaped or cut. A
 * private key is known by its private integers, so in PEM, DER and JWK alike; its public half is
 * left alone.
 */
export class KnownSecrets {
    /** One character a byte. */
    readonly #secrets = new Set<string>();
    readonly #short = new Set<string>();
    readonly #windows = new Map<string, { readonly secret: string; readonly at: number }>();

    /** Adds a token, a password, a private key in any form, or JSON with such members. */
    add(value: string): void {
        for (const secret of secretsIn(value)) {
            if (secret.length < LEAST || this.#secrets.has(secret)) {
                continue;
            }
            this.#secrets.add(secret);
            if (secret.length < TELLING) {
                this.#short.add(secret);
            }
            for (let at = 0; at + WINDOW <= secret.length; at++) {
                this.#windows.set(secret.slice(at, at + WINDOW), { secret, at });
            }
            const [oldest = ""] = this.#secrets;
            if (this.#secrets.size > MOST) {
                this.#forget(oldest);
            }
        }
    }

    /** The text with [secret] where a secret is. */
    redact(text: string): string {
        if (this.#secrets.size === 0) {
            return text;
        }
        let redacted = "";
        let end = 0;
        for (const [from, to] of this.#find(text, DEPTH).sort(([a], [b]) => a - b)) {
            if (from > end || end === 0) {
                redacted += `${text.slice(end, from)}[secret]`;
            }
            end = Math.max(end, to);
        }
        return redacted + text.slice(end);
    }

    #find(text: string, depth: number): Range[] {
        const found = this.#findPlain(text);
        if (depth === 0) {
            return found;
        }
        const joined = joinLines(text);
        for (const { encoding, pattern, charsPerByte, skips } of ENCODINGS) {
            for (const { 0: run, index } of joined.text.matchAll(pattern)) {
                // Where the encoded text begins is not known: other characters may stand before it.
                for (let skip = 0; skip < skips; skip++) {
                    const start = index + skip;
                    const bytes = Buffer.from(run.slice(skip), encoding).toString("latin1");
                    for (const [from, to] of this.#find(bytes, depth - 1)) {
                        found.push([
                            joined.placeOf(start + Math.floor(from * charsPerByte)),
                            joined.placeOf(start + Math.ceil(to * charsPerByte) - 1) + 1,
                        ]);
                    }
                }
            }
        }
        return found;
    }

    #findPlain(text: string): Range[] {
        const found: Range[] = [];
        for (const secret of this.#short) {
            for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
                found.push([at, at + secret.length]);
            }
        }
        for (let at = 0; at + WINDOW <= text.length; at += STEP) {
            const window = this.#windows.get(text.slice(at, at + WINDOW));
            if (window === undefined) {
                continue;
            }
            const { secret } = window;
            let [before, after] = [0, WINDOW];
            while (before < window.at && secret[window.at - before - 1] === text[at - before - 1]) {
                before++;
            }
            while (
                window.at + after < secret.length &&
                secret[window.at + after] === text[at + after]
            ) {
                after++;
            }
            if (before + after >= TELLING) {
                found.push([at - before, at + after]);
                at += Math.floor((after - WINDOW) / STEP) * STEP;
            }
        }
        return found;
    }

    #forget(secret: string): void {
        this.#secrets.delete(secret);
        this.#short.delete(secret);
        for (let at = 0; at + WINDOW <= secret.length; at++) {
            this.#windows.delete(secret.slice(at, at + WINDOW));
        }
    }
}

/**
 * A text without line ends and blanks, also those written as \n, and with %2B and its like as the
 * characters they stand for: what is encoded may be wrapped or escaped.
 */
function joinLines(text: string): { text: string; placeOf: (at: number) => number } {
    const parts: { readonly at: number; readonly place: number }[] = [{ at: 0, place: 0 }];
    let joined = "";
    let end = 0;
    for (const { 0: gap, 1: code, index } of text.matchAll(/%([0-9a-f]{2})|\\+[nrt]|\s+/gi)) {
        joined += text.slice(end, index);
        if (code !== undefined) {
            parts.push({ at: joined.length, place: index });
            joined += String.fromCharCode(parseInt(code, 16));
        }
        end = index + gap.length;
        parts.push({ at: joined.length, place: end });
    }
    joined += text.slice(end);
    const placeOf = (place: number): number => {
        const part = parts.findLast(({ at }) => at <= place);
        return place - (part?.at ?? 0) + (part?.place ?? 0);
    };
    return { text: joined, placeOf };
}

/** What is secret in a value, one character a byte. */
function secretsIn(value: string): string[] {
    const pem = privateKeyPem(value, undefined);
    const key = pem === undefined ? undefined : privateIntegers(pem);
    if (key !== undefined) {
        return key;
    }
    const json = parseJson(value);
    if (typeof json !== "object" || json === null) {
        return [value, bytesOf(Buffer.from(value, "utf8"))];
    }
    return "kty" in json
        ? integersOfJwk(json)
        : Object.entries(json)
              .filter(([name, member]) => SECRET_NAME.test(name) && typeof member === "string")
              .flatMap(([, member]) => secretsIn(member as string));
}

const SECRET_NAME = /^(?!public).*(?:key|secret|token|password)$/i;

function privateIntegers(pem: string): string[] | undefined {
    try {
        return integersOfJwk(createPrivateKey(pem).export({ format: "jwk" }));
    } catch {
        return undefined;
    }
}

function integersOfJwk(jwk: object): string[] {
    const members: Readonly<Record<string, unknown>> = { ...jwk };
    return PRIVATE_MEMBERS.flatMap((name) => {
        const member = members[name];
        return typeof member === "string" ? [bytesOf(Buffer.from(member, "base64url"))] : [];
    });
}

function bytesOf(buffer: Buffer): string {
    return buffer.toString("latin1");
}
