import { UserError } from "../rules/userError";

const loopbackHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** True when an address stays on this machine. */
export function isLoopback(url: URL): boolean {
    return loopbackHosts.has(url.hostname) || /^127(\.\d{1,3}){3}$/.test(url.hostname);
}

/** The plugin's httpProxy where it is the way to a local org; any other proxy is no address of an org. */
export function loopbackOf(httpProxy: string | undefined): URL | undefined {
    if (httpProxy === undefined || !URL.canParse(httpProxy)) {
        return undefined;
    }
    const url = new URL(httpProxy);
    return isLoopback(url) ? url : undefined;
}

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
