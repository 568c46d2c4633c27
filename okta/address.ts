import { isLoopback } from "../rules/loopback";
import { UserError } from "../rules/userError";

/** Reads the address of an org: https anywhere, plain http on loopback only, no path and no credentials. */
export function parseOrgUrl(value: string, field: string): URL {
    const wanted = "wanted https://<your-org>.okta.com (plain http goes to loopback only)";
    let url: URL;
    try {
        url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `https://${value}`);
    } catch {
        throw new UserError(`${field}: got "${value}", ${wanted}.`);
    }
    if (url.username !== "" || url.password !== "") {
        throw new UserError(`${field}: the address holds a user name or password; take it out.`);
    }
    if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url))) {
        throw new UserError(`${field}: got "${value}", ${wanted}.`);
    }
    if ((url.pathname !== "/" && url.pathname !== "") || url.search !== "" || url.hash !== "") {
        throw new UserError(`${field}: got "${value}", which has a path; ${wanted}.`);
    }
    return new URL(url.origin);
}
