import assert from "node:assert/strict";

import { checkServiceUser } from "../../rules/apiKey";

const good = [
    "203.0.113.7",
    "203.0.113.0/24",
    "203.0.113.7/32",
    "10.0.0.0/8",
    "203.0.113.1-203.0.113.9",
    "2001:db8::1",
    "2001:db8::/32",
    "2001:db8::/128",
    "::1",
];
const bad = [
    "",
    "1.2.3.4/24/evil",
    "1.2.3.4/",
    "1.1.1.1/032",
    "1.1.1.1/8 ",
    "1.1.1.1/+8",
    "1.1.1.1/7",
    "0.0.0.0/0",
    "1.1.1.1/33",
    "01.1.1.1",
    "1.1.1",
    "256.1.1.1",
    "1.1.1.9-1.1.1.1",
    "1.1.1.1-1.1.1.2-1.1.1.3",
    "1.0.0.0-3.0.0.0",
    "1.1.1.1-::1",
    "2001:db8::/15",
    "2001:db8::/129",
    "::/0",
    "::/16",
    "::/80",
    "::ffff:0:0/96",
    "::ffff:1.2.3.4",
    "::ffff:1.2.3.4/128",
    "64:ff9b::/96",
    "64:ff9b::1.2.3.4",
    "fe80::1%eth0",
    "[::1]",
    "example.com",
    "203.0.113.7\n",
    7,
    null,
];

describe("gateways", () => {
    const problemsOf = (gateways: unknown) => {
        const checked = checkServiceUser({ login: "rezonate@acme.com", gateways });
        return checked.ok ? [] : checked.problems.map(({ propertyPath }) => propertyPath);
    };

    it("are addresses, CIDRs and ranges of IPv4", () => {
        assert.deepEqual(problemsOf(good), []);
    });

    it("are refused where they are malformed, or stand for half the world", () => {
        assert.deepEqual(
            problemsOf(bad),
            bad.map((_gateway, index) => `gateways[${index}]`),
        );
    });
});
