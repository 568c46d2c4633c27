import assert from "node:assert/strict";

import { checkServiceUser } from "../../rules/apiKey";
import { checkNetworkRestriction } from "../../rules/networkRestriction";

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
        const [ofUser, ofApp] = [
            checkServiceUser({ login: "rezonate@acme.com", gateways }),
            checkNetworkRestriction({ gateways: gateways as string[] }),
        ].map((checked) =>
            checked.ok ? [] : checked.problems.map(({ propertyPath }) => propertyPath),
        );
        assert.deepEqual(ofApp, ofUser, "the rules are the same for an app");
        return ofUser;
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

describe("the network restriction of an app", () => {
    const zone = "nzo1fxzubpqiepH11d38";
    const reasonsOf = (wanted: unknown) => {
        const checked = checkNetworkRestriction(wanted as { gateways?: string[] });
        return checked.ok
            ? []
            : checked.problems.map((one) => `${one.propertyPath}: ${one.reason}`);
    };

    it("is addresses, or zones that are there, or nothing", () => {
        for (const wanted of [{}, { gateways: ["192.0.2.1"] }, { zoneIds: [zone] }]) {
            assert.deepEqual(reasonsOf(wanted), []);
        }
    });

    it("is not both, and each zone is named once, by its id", () => {
        const [both, ...more] = reasonsOf({ gateways: ["192.0.2.1"], zoneIds: [zone] });
        assert.match(both ?? "", /^zoneIds: got it beside gateways, .*Remove one of them/);
        assert.deepEqual(more, []);
        const wrong = [
            "Office",
            "ALL_IP_ZONES",
            "",
            null,
            `${zone}0`,
            "00g1fxzubpqiepH11d38",
            zone,
        ];
        assert.deepEqual(
            reasonsOf({ zoneIds: [zone, ...wrong] }).map((line) => line.split(":")[0]),
            wrong.map((_, index) => `zoneIds[${index + 1}]`),
        );
        for (const zoneIds of [[], null, "nzo", {}]) {
            assert.match(reasonsOf({ zoneIds }).join(), /^zoneIds: got .*Leave it out/);
        }
        assert.match(reasonsOf({ gateways: [] }).join(), /let the app work from anywhere/);
    });

    it("tells all that is wrong with both at once", () => {
        const wanted = { gateways: ["0.0.0.0/0", "x"], zoneIds: ["y"] };
        assert.deepEqual(
            reasonsOf(wanted).map((line) => line.split(":")[0]),
            ["gateways[0]", "gateways[1]", "zoneIds[0]", "zoneIds"],
        );
    });
});
