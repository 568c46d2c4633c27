import assert from "node:assert/strict";

import { isAmong } from "../../rules/addressRange";

describe("an address among the gateways of a zone", () => {
    it("is one of them, in a range of them or in a CIDR", () => {
        const gateways = [
            "203.0.113.5",
            "198.51.100.4-198.51.100.9",
            "192.0.2.0/24",
            "2001:db8::/32",
        ];
        for (const address of [
            "203.0.113.5",
            "198.51.100.4",
            "198.51.100.9",
            "192.0.2.255",
            "2001:db8::1",
            "::ffff:192.0.2.1",
        ]) {
            assert.equal(isAmong(address, gateways), true, address);
        }
        for (const address of [
            "203.0.113.6",
            "198.51.100.3",
            "198.51.100.10",
            "192.0.3.0",
            "2001:db9::1",
            "none",
            "",
        ]) {
            assert.equal(isAmong(address, gateways), false, address);
        }
    });

    it("takes nothing from a gateway that cannot be read, and goes on to the next", () => {
        const broken = ["", "any", "192.0.2.0/99", "192.0.2.9-192.0.2.1", "192.0.2.1/", "-", "/8"];
        for (const gateway of broken) {
            assert.equal(isAmong("192.0.2.5", [gateway]), false, gateway);
            assert.equal(isAmong("203.0.113.5", [gateway, "203.0.113.5"]), true, gateway);
        }
    });
});
