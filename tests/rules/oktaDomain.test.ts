import assert from "node:assert/strict";

import fc from "fast-check";

import { checkOktaDomain, checkSameOrg } from "../../rules/oktaDomain";

describe("Okta domain", () => {
    const accepted: [given: string, domain: string][] = [
        ["acme.okta.com", "acme.okta.com"],
        ["ACME.Okta.com", "acme.okta.com"],
        ["https://acme.okta.com", "acme.okta.com"],
        ["https://Acme-admin.okta.com/", "acme.okta.com"],
        [" acme.okta.com\n", "acme.okta.com"],
        ["acme.okta.com.", "acme.okta.com"],
        ["HTTPS://ACME.okta.com./", "acme.okta.com"],
        ["integrator-1234567.okta.com", "integrator-1234567.okta.com"],
        ["acme.oktapreview.com", "acme.oktapreview.com"],
        ["acme-admin.okta-emea.com", "acme.okta-emea.com"],
        ["acme.okta-gov.com", "acme.okta-gov.com"],
        ["acme.okta.mil", "acme.okta.mil"],
        ["acme.trex-govcloud.com", "acme.trex-govcloud.com"],
    ];
    for (const [given, domain] of accepted) {
        it(`takes ${JSON.stringify(given)} for ${domain}`, () => {
            const tenantId = domain.slice(0, domain.indexOf("."));
            assert.deepEqual(checkOktaDomain(given), {
                ok: true,
                value: { domain, tenantId, url: `https://${domain}` },
            });
        });
    }

    const refused: [given: unknown, because: RegExp][] = [
        [undefined, /got nothing \(missing\)/],
        [42, /not a host/],
        ["", /empty/],
        ["acme", /without the part after/],
        ["okta.com", /without the name of your org/],
        ["-admin.okta.com", /not a host name/],
        ["a.b.okta.com", /not one name before/],
        ["acme.okta.com/app", /URL with a path/],
        ["acme.okta.com?x=1", /URL with a path/],
        ["acme.okta.com:443", /a host with a port/],
        ["me@acme.okta.com", /a user in it/],
        ["http://acme.okta.com", /plain http/],
        ["10.0.0.1", /IP address/],
        ["10.0.0.1:80", /IP address/],
        ["[::1]", /IP address/],
        ["ac me.okta.com", /not a host name/],
        ["acme.okta.com..", /not a host name/],
        ["okta.com.", /without the name of your org/],
        ["acmé.okta.com", /not a host name/],
        ["login.acme.com", /custom domain, set tenantId/],
        ["acme.okta.com.evil.example", /not under okta\.com/],
    ];
    for (const [given, because] of refused) {
        it(`refuses ${JSON.stringify(given)}`, () => {
            const checked = checkOktaDomain(given);
            assert.ok(!checked.ok);
            assert.equal(checked.problems.length, 1);
            assert.equal(checked.problems[0]?.propertyPath, "oktaDomain");
            assert.match(checked.problems[0].reason, because);
        });
    }

    it("takes a custom domain with the tenant id beside it", () => {
        assert.deepEqual(checkOktaDomain("login.acme.com", "acme"), {
            ok: true,
            value: { domain: "login.acme.com", tenantId: "acme", url: "https://login.acme.com" },
        });
    });

    it("refuses a tenant id that contradicts the domain, or is none", () => {
        for (const tenantId of ["other", "Acme", "acme.okta.com", ""]) {
            const checked = checkOktaDomain("acme.okta.com", tenantId);
            assert.ok(!checked.ok);
            assert.deepEqual(
                checked.problems.map((fault) => fault.propertyPath),
                ["tenantId"],
            );
        }
    });

    it("never throws, and what it accepts it accepts again unchanged", function () {
        this.timeout(60_000);
        fc.assert(
            fc.property(fc.oneof(fc.string(), fc.domain(), fc.webUrl()), (given) => {
                const checked = checkOktaDomain(given, "acme");
                if (checked.ok) {
                    assert.deepEqual(checkOktaDomain(checked.value.domain, "acme"), checked);
                }
            }),
        );
    });

    const org = (domain: string, tenantId?: string) => {
        const checked = checkOktaDomain(domain, tenantId);
        assert.ok(checked.ok);
        return checked.value;
    };
    const moves: [before: string[], wanted: string[], isSame: boolean][] = [
        [["acme.okta.com"], ["https://ACME-admin.okta.com./"], true],
        [["acme.okta.com"], ["login.acme.com", "acme"], true],
        [["login.acme.com", "acme"], ["acme.okta.com"], true],
        [["login.acme.com", "acme"], ["id.acme.com", "acme"], true],
        [["acme.okta.com"], ["globex.okta.com"], false],
        [["acme.okta.com"], ["acme.oktapreview.com"], false],
        [["acme.okta.com"], ["login.globex.com", "globex"], false],
        [["login.acme.com", "acme"], ["globex.okta.com"], false],
        [["login.acme.com", "acme"], ["login.acme.com", "globex"], true],
    ];
    for (const [before, wanted, isSame] of moves) {
        it(`sees ${wanted.join(" of ")} as ${isSame ? "the" : "another"} org ${isSame ? "of" : "than"} ${before.join(" of ")}`, () => {
            const [from, to] = [before, wanted].map(([domain, id]) => org(String(domain), id));
            assert.ok(from && to);
            const [problem] = checkSameOrg(from, to);
            assert.equal(problem === undefined, isSame);
            for (const text of problem ? [from.domain, to.domain, "pulumi destroy"] : []) {
                assert.ok(problem?.reason.includes(text), problem?.reason);
            }
        });
    }
});
