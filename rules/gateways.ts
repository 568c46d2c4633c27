import { BlockList, isIPv4, isIPv6 } from "node:net";

import { type InputProblem, show } from "./problem";

/** What is wrong with the addresses of a network zone, if there is to be one; `what` is used from there. */
export function gatewayProblems(gateways: unknown, what: string): InputProblem[] {
    if (gateways === undefined) {
        return [];
    }
    if (!Array.isArray(gateways) || gateways.length === 0) {
        const wanted = "wanted a list of the addresses that Rezonate calls from";
        const reason = `got ${show(gateways)}; ${wanted}. Leave it out to let ${what} work from anywhere.`;
        return [{ propertyPath: "gateways", reason }];
    }
    return gateways.flatMap((gateway: unknown, index) => {
        const wanted =
            "wanted an IP address, a range of IPv4 addresses or a CIDR such as 203.0.113.0/24, " +
            "and none that means half the world";
        const reason = `got ${show(gateway)}; ${wanted}. Ask Rezonate for its addresses.`;
        return isGateway(gateway) ? [] : [{ propertyPath: `gateways[${index}]`, reason }];
    });
}

/** One address, a CIDR, or a range of IPv4 addresses; and of them no more than a /8. */
function isGateway(value: unknown): boolean {
    if (typeof value !== "string") {
        return false;
    }
    const [address = "", prefix, ...more] = value.split("/");
    if (prefix !== undefined) {
        return more.length === 0 && isSubnet(address, prefix);
    }
    const [first = "", last, ...others] = value.split("-");
    if (last !== undefined) {
        const size = numberOf(last) - numberOf(first);
        return others.length === 0 && size >= 0 && size < 2 ** 24;
    }
    return isIPv4(value) || (isPlainIpv6(value) && !meetsIpv4(value, 128));
}

function isSubnet(address: string, prefix: string): boolean {
    const bits = /^(0|[1-9]\d{0,2})$/.test(prefix) ? Number(prefix) : NaN;
    return isIPv4(address)
        ? bits >= 8 && bits <= 32
        : isPlainIpv6(address) && bits >= 16 && bits <= 128 && !meetsIpv4(address, bits);
}

// A zone id, as in fe80::1%eth0, has a meaning on one machine only.
function isPlainIpv6(address: string): boolean {
    return isIPv6(address) && !address.includes("%");
}

// The forms of IPv6 that stand for IPv4 addresses: mapped (RFC 4291) and translated (RFC 6052).
const ipv4InIpv6 = ["::ffff:0:0", "64:ff9b::"];

/** True for a network that meets one of the forms of IPv6 that stand for IPv4 addresses. */
function meetsIpv4(address: string, bits: number): boolean {
    const network = new BlockList();
    network.addSubnet(address, bits, "ipv6");
    const forms = new BlockList();
    for (const form of ipv4InIpv6) {
        forms.addSubnet(form, 96, "ipv6");
    }
    const meets = ipv4InIpv6.some((form) => network.check(form, "ipv6"));
    return meets || forms.check(address, "ipv6");
}

function numberOf(address: string): number {
    return isIPv4(address)
        ? address.split(".").reduce((number, octet) => number * 256 + Number(octet), 0)
        : NaN;
}
