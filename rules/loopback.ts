/**
 * The address as a URL where it is on this machine: http or https on localhost, 127.0.0.0/8 or
 * [::1], with nothing but host and port. Undefined for any other address and for what is none. Uses
 * nothing from outside, since Pulumi serializes it with the dynamic provider.
 */
export function loopbackUrl(address: string | undefined): URL | undefined {
    if (address === undefined || !URL.canParse(address)) {
        return undefined;
    }
    const url = new URL(address);
    const { protocol, hostname } = url;
    const isLocal = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
    const isBare = url.href === `${url.origin}/`;
    return isLocal && isBare && /^https?:$/.test(protocol) ? url : undefined;
}

/** True when an address stays on this machine. */
export function isLoopback(url: URL): boolean {
    return loopbackUrl(url.origin) !== undefined;
}
