import { checkJwks, type SigningJwk } from "./jwk";
import { isLoopback } from "./loopback";
import { Checked, InputProblem, show } from "./problem";

/** Keys whose private halves somebody else holds. */
export interface VendorKeys {
    readonly publicJwks?: readonly SigningJwk[];
    readonly jwksUri?: string;
}

/**
 * Checks the keys that a vendor holds: public JWKs, or the address of a key set, and not both. An
 * address goes with no other keys, since Okta deletes the keys of an app that is given one.
 */
export function checkVendorKeys(given: {
    publicJwks?: unknown;
    jwksUri?: unknown;
    /** Whether keys are made beside them. */
    areGenerated?: boolean;
}): Checked<VendorKeys> {
    const { publicJwks, jwksUri, areGenerated = false } = given;
    const problems: InputProblem[] = [];
    const keys = publicJwks === undefined ? undefined : checkJwks(publicJwks, "publicJwks");
    if (keys?.ok === false) {
        problems.push(...keys.problems);
    }
    const address = jwksUri === undefined ? undefined : checkJwksUri(jwksUri);
    if (address?.ok === false) {
        problems.push(...address.problems);
    }
    if (jwksUri !== undefined && (publicJwks !== undefined || areGenerated)) {
        const others = publicJwks === undefined ? "generated keys" : "publicJwks";
        const move = "To move without an outage, list the keys behind it in publicJwks first";
        problems.push({
            propertyPath: "jwksUri",
            reason: `stands beside ${others}; wanted one of the two, since Okta deletes the keys of an app that is given an address. ${move}.`,
        });
    }
    return problems.length > 0
        ? { ok: false, problems }
        : {
              ok: true,
              value: {
                  ...(keys?.ok && { publicJwks: keys.value }),
                  ...(address?.ok && { jwksUri: address.value }),
              },
          };
}

/** Checks the address of a key set: https, or a sandbox org's neighbour on loopback. */
export function checkJwksUri(jwksUri: unknown): Checked<string> {
    const wanted = "wanted an https address such as https://keys.example.com/jwks.json";
    const refuse = (reason: string): Checked<string> => ({
        ok: false,
        problems: [{ propertyPath: "jwksUri", reason }],
    });
    if (typeof jwksUri !== "string" || !URL.canParse(jwksUri)) {
        return refuse(
            `got ${typeof jwksUri === "string" ? show(jwksUri) : typeof jwksUri}; ${wanted}.`,
        );
    }
    const url = new URL(jwksUri);
    if (url.username !== "" || url.password !== "") {
        return refuse(`has a user name or password in it; ${wanted}. Okta fetches it without one.`);
    }
    if (url.protocol !== "https:" && !isLoopback(url)) {
        return refuse(
            `got ${show(`${url.protocol}//${url.host}`)}; ${wanted}. Okta takes no other.`,
        );
    }
    return { ok: true, value: jwksUri };
}

/** Checks that an app is given the address of a key set, and no keys beside it. */
export function checkAppKeys(given: { jwks?: unknown; jwksUri?: unknown }): Checked<SigningJwk[]> {
    const { jwks, jwksUri } = given;
    const address = checkJwksUri(jwksUri);
    const problems = address.ok ? [] : address.problems;
    if (jwks !== undefined) {
        const reason = "stands beside jwks; wanted one of the two, since Okta takes no more.";
        problems.push({ propertyPath: "jwksUri", reason });
    }
    return problems.length > 0 ? { ok: false, problems } : { ok: true, value: [] };
}

/** Warnings of keys that Okta may not be able to use. */
export function ecKeyWarnings(keys: readonly Pick<SigningJwk, "kty" | "kid">[]): string[] {
    return keys
        .filter(({ kty }) => kty === "EC")
        .map(
            ({ kid }) =>
                `The key ${kid} is an EC key. The okta plugin registers it without its curve (crv), and Okta may refuse what is signed with it. Use an RSA key, or jwksUri, which carries complete keys.`,
        );
}
