import { BlockList, isIP } from "node:net";

/**
 * Whether an IP address is one of these gateways of a network zone: addresses, ranges such as
 * 203.0.113.4-203.0.113.9, or CIDRs. A gateway that cannot be read holds nothing.
 */
export function isAmong(address: string, gateways: readonly string[]): boolean {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
    const version = isIP(plain);
    if (version === 0) {
        return false;
    }
    const list = new BlockList();
    for (const gateway of gateways) {
        add(list, gateway.trim());
    }
    return list.check(plain, version === 6 ? "ipv6" : "ipv4");
}

function add(list: BlockList, gateway: string): void {
    const [first = "", rest] = gateway.split(/[/-]/);
    const family = isIP(first) === 6 ? "ipv6" : "ipv4";
    try {
        if (!gateway.includes("/")) {
            list.addRange(first, rest ?? first, family);
        } else if (/^\d+$/.test(rest ?? "")) {
            list.addSubnet(first, Number(rest), family);
        }
    } catch {
        // Okta may come to take forms that are not known here.
    }
}
