import { isLoopback } from "../rules/loopback";
import { OptionError } from "../rules/userError";

/**
 * Reads the option `orgUrl`, the address of an org: https anywhere, plain http on loopback only, no
 * path and no credentials.
 *
 * @throws OptionError where it is none.
 */
export function parseOrgUrl(value: string): URL {
    const wanted = "wanted https://<your-org>.okta.com (plain http goes to loopback only)";
    let url: URL;
    try {
        url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `https://${value}`);
    } catch {
        throw new OptionError("orgUrl", `got "${value}", ${wanted}.`);
    }
    if (url.username !== "" || url.password !== "") {
        throw new OptionError("orgUrl", `the address holds a user name or password; take it out.`);
    }
    if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url))) {
        throw new OptionError("orgUrl", `got "${value}", ${wanted}.`);
    }
    if ((url.pathname !== "/" && url.pathname !== "") || url.search !== "" || url.hash !== "") {
        throw new OptionError("orgUrl", `got "${value}", which has a path; ${wanted}.`);
    }
    return new URL(url.origin);
}
