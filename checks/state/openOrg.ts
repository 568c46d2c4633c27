import { type AdminClient, openAdminClient } from "../../okta/adminClient";
import type { HttpClient } from "../../okta/http";
import { isLoopback } from "../../rules/loopback";
import { OptionError } from "../../rules/userError";
import type { OrgAccess } from "./orgAccess";

/** Why an org cannot be asked. */
export interface ClosedOrg {
    readonly code: "no_credentials" | "bad_credentials" | "unreachable" | "could_not_check";
    readonly detail: string;
}

/** Opens an org with the credentials of its own provider; tells why it cannot be. */
export async function openOrg(
    access: OrgAccess,
    http: HttpClient,
    address?: URL,
): Promise<{ readonly client: AdminClient } | { readonly failure: ClosedOrg }> {
    if (access.credentials === undefined) {
        const detail = "Neither provider, configuration nor environment has any.";
        return { failure: { code: "no_credentials", detail } };
    }
    const opened = await openAdminClient(access.credentials, address ?? access.address, http);
    if ("client" in opened) {
        return { client: opened.client };
    }
    const { code, detail } = opened.failure;
    switch (code) {
        case "unreachable":
        case "rate_limited":
            return { failure: { code: "unreachable", detail } };
        case "wrong_host":
            return { failure: { code: "could_not_check", detail } };
        default:
            return { failure: { code: "bad_credentials", detail } };
    }
}

/**
 * Opens each org once with each set of credentials, whoever asks for it.
 *
 * @param use Makes of a client the one that all get. Defaults to the client itself.
 */
export function orgOpener(
    http: HttpClient,
    address?: URL,
    use = (client: AdminClient): AdminClient => client,
): (access: OrgAccess) => ReturnType<typeof openOrg> {
    const opening = new Map<string, ReturnType<typeof openOrg>>();
    const open = async (access: OrgAccess): ReturnType<typeof openOrg> => {
        const opened = await openOrg(access, http, address);
        return "client" in opened ? { client: use(opened.client) } : opened;
    };
    return (access) => {
        const key = JSON.stringify(access);
        const opened = opening.get(key) ?? open(access);
        opening.set(key, opened);
        return opened;
    };
}

/**
 * Checks another address that calls are to go to: credentials go to the host that their provider
 * names, or to this machine.
 *
 * @throws UserError where it is neither.
 */
export function checkAddress(
    address: URL | undefined,
    hosts: readonly (string | undefined)[],
): void {
    if (address === undefined) {
        return;
    }
    const orgs = [...new Set(hosts)];
    if (orgs.length > 1) {
        throw new OptionError(
            "orgUrl",
            `got ${address.origin}, but the stack has resources in ${orgs.length} orgs (${orgs.join(", ")}). Leave it out: each org is asked at its own address.`,
        );
    }
    if (!isLoopback(address) && address.host !== orgs[0]) {
        throw new OptionError(
            "orgUrl",
            `got ${address.origin}, wanted https://${orgs[0]} or a loopback address. The credentials are for ${orgs[0]} and go nowhere else.`,
        );
    }
}
