import { createPrivateKey } from "node:crypto";

import { privateKeyPem } from "./privateKeyPem";

/** Where a setting stands: in the configuration or in an environment variable. */
export interface SettingPlace {
    /** The key or the variable. */
    readonly name: string;
    readonly isVariable: boolean;
    /** Text of the file that the private key is the path of, where there is one. */
    readonly keyFile: string | undefined;
}

/** How a private key gets into the configuration. */
export function howToSetKey(name: string): string {
    return `\`pulumi config set --secret ${name}\` takes it, the whole text of its file, on standard input`;
}

/** What keeps the plugin from signing with a key; oktaProviderArgs brings one of the configuration into form. */
export function privateKeyFlaw(
    value: string,
    { name, isVariable, keyFile }: SettingPlace,
): string | undefined {
    const pem = privateKeyPem(value, keyFile);
    const type = pem === undefined ? undefined : typeOf(pem);
    const again = isVariable
        ? `Set ${name} to the key or to the path of its file`
        : howToSetKey(name);
    if (pem === undefined || type === undefined) {
        return `it is neither a PEM private key without a passphrase nor the path to a file with one; wanted the whole text, from its BEGIN line to its END line. ${again}`;
    }
    if (type !== "rsa" && type !== "prime256v1") {
        return `got a key of type ${type}; the okta plugin signs with RSA or EC on P-256 only. Make such a key, and give its public half to the app`;
    }
    const text = keyFile ?? (isVariable ? value : pluginPrivateKey(value));
    return isPluginPrivateKey(text)
        ? undefined
        : `got a key in a form that the okta plugin does not read: its lines are indented, in quotes or joined, or it is no PKCS#1 or PKCS#8. openssl pkcs8 -topk8 -nocrypt brings it into form. ${again}`;
}

/**
 * A configured private key as the plugin reads it: as it is where the plugin does so or where it is
 * no key but a path, else in PKCS#8.
 */
export function pluginPrivateKey(value: string): string {
    const pem = isPluginPrivateKey(value) ? undefined : privateKeyPem(value, undefined);
    if (pem === undefined || typeOf(pem) === undefined) {
        return value;
    }
    return createPrivateKey(pem).export({ type: "pkcs8", format: "pem" }).toString();
}

/**
 * True for a text that the okta plugin itself reads as a private key: PKCS#1 or PKCS#8 with its
 * BEGIN and END at the start of a line; \n may stand for a line end. Source: CreateKeySigner in sdk
 * of terraform-provider-okta, pem.Decode of Go.
 */
export function isPluginPrivateKey(text: string): boolean {
    const lines = text.replaceAll("\\n", "\n");
    const block =
        /(?:^|\n)-----BEGIN ((?:RSA )?PRIVATE KEY)-----\s*\n[A-Za-z0-9+/=\s]*\n-----END \1-----\s*(?:\n|$)/;
    return block.exec(lines)?.index === Math.max(0, lines.indexOf("-----BEGIN ") - 1);
}

function typeOf(pem: string): string | undefined {
    try {
        const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPrivateKey(pem);
        return type === "ec" ? (details?.namedCurve ?? type) : type;
    } catch {
        return undefined;
    }
}
