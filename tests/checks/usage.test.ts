import assert from "node:assert/strict";

import { usage, type UsageOptions, type UsageReport } from "../../checks/index";
import { evaluateUse, type UsageSnapshot } from "../../checks/usage/evaluate";
import { USER_AGENT } from "../../okta/http";
import type { Sandbox } from "../../sandbox/org/server";
import {
    admin,
    assertion,
    call,
    closeSandboxes,
    type KeyPair,
    provision,
    rsaKey,
    sandbox,
    tokenForm,
} from "../sandbox/support";
import { appStack } from "../support/appStack";
import { printedLines } from "../support/paste";
import { answered } from "./driftFixtures";

const DAY = 86_400_000;
const SCOPES = ["okta.groups.read", "okta.logs.read", "okta.users.read"];

describe("usage on a sandbox org", () => {
    let org: Sandbox;
    let ago = 0;
    let key: KeyPair;
    let id: string;

    before(async () => {
        org = await sandbox({ now: () => Date.now() - ago });
        key = rsaKey();
    });
    beforeEach(async () => {
        org.reset();
        // The app was made 40 days ago.
        ago = 40 * DAY;
        id = await provision(org, key, SCOPES);
        // A token ends after 30 days without use.
        ago = 20 * DAY;
        await admin(org, "GET", "/api/v1/users/me");
        ago = 0;
    });
    after(closeSandboxes);

    /** Asks for a token, so many days ago, as Rezonate or another caller does. */
    const mint = async (scope: string, daysAgo = 0, userAgent = "python-requests/2.31.0") => {
        // The period ends before the millisecond in which it is read.
        ago = daysAgo * DAY + 1000;
        const body = tokenForm(await assertion(org, id, key), scope);
        const headers = { "user-agent": userAgent };
        const answer = await call(org.url, "POST", "/oauth2/v1/token", { body, headers });
        ago = 0;
        return answer.status;
    };
    const run = (
        more: Partial<UsageOptions> = {},
        config: Record<string, string> = { "rezonate-okta:scopes": JSON.stringify(SCOPES) },
    ): Promise<UsageReport> =>
        usage({ stack: appStack(org, { id, scopes: SCOPES }, config), env: {}, ...more });
    const codes = ({ findings }: UsageReport) =>
        Object.fromEntries(findings.map(({ subject, code }) => [subject, code]));
    const details = ({ findings }: UsageReport, code: string) =>
        findings.flatMap((one) => (one.code === code ? [one.detail] : []));

    it("names the scope that no token carried, and the line that takes it away", async () => {
        await mint("okta.users.read okta.logs.read", 3);
        await mint("okta.users.read", 1);
        const report = await run();
        assert.deepEqual(codes(report), {
            "okta.groups.read": "scope_unused",
            "okta.logs.read": "ok",
            "okta.users.read": "ok",
            "address 127.0.0.1": "ok",
        });
        assert.equal(report.outcome, "findings");
        assert.match(details(report, "scope_unused").join(), /none of 2 tokens carries it/);
        assert.match(details(report, "ok").join(), /2 tokens, last \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
        const hints = report.findings.map(({ hint }) => hint).join("\n");
        assert.deepEqual(printedLines(hints), [
            `pulumi config set scopes '["okta.logs.read","okta.users.read"]' --plaintext --stack prod`,
        ]);
        assert.deepEqual(
            report.uses.map(({ clientId, events, isCut, scopes }) => ({
                clientId,
                events,
                isCut,
                tokens: scopes.map(({ tokens }) => tokens),
            })),
            [{ clientId: id, events: 2, isCut: false, tokens: [0, 1, 2] }],
        );
    });

    it("is ok where every scope was carried by a token", async () => {
        await mint(SCOPES.join(" "));
        const report = await run();
        assert.equal(report.outcome, "ok");
        assert.deepEqual(printedLines(report.findings.map(({ hint }) => hint).join("\n")), []);
    });

    it("does not take the tokens of verify for Rezonate's", async () => {
        await mint(SCOPES.join(" "), 0, USER_AGENT);
        const report = await run();
        assert.equal(report.outcome, "could_not_check");
        assert.match(
            details(report, "could_not_check").join(),
            /no token of Rezonate since .*, only 1 of this command/,
        );
        await mint("okta.users.read");
        assert.equal(codes(await run())["okta.groups.read"], "scope_unused");
    });

    it("looks only as far back as it is told", async () => {
        await mint("okta.users.read okta.groups.read", 20);
        await mint("okta.users.read okta.logs.read", 1);
        assert.equal((await run()).outcome, "ok");
        assert.equal(codes(await run({ since: "2d" }))["okta.groups.read"], "scope_unused");
        assert.equal(codes(await run({ since: "48h" }))["okta.groups.read"], "scope_unused");
    });

    it("cuts a period that is longer than Okta keeps the log, and says so", async () => {
        await mint("okta.users.read");
        const { notes = [], uses } = await run({ since: "365d" });
        assert.match(notes.join(" "), /keeps the System Log for 90 days: 365d was cut to 90d/);
        const [use] = uses;
        assert.equal(Math.round((Date.now() - Date.parse(use?.since ?? "")) / DAY), 90);
    });

    for (const since of ["", "30", "thirty", "0d", "-1d", "1y", "1e3d", "9999999d", "30 d"]) {
        it(`refuses the period ${JSON.stringify(since)}`, async () => {
            await assert.rejects(run({ since }), /since: got .*; wanted a number of days/);
        });
    }

    it("advises nothing on a scope that is granted for less than the period", async () => {
        await mint("okta.users.read", 1);
        const report = await run({ since: "60d" });
        assert.equal(codes(report)["okta.groups.read"], "could_not_check");
        assert.match(details(report, "could_not_check").join(), /granted since .* only: too short/);
        assert.deepEqual(printedLines(report.findings.map(({ hint }) => hint).join("\n")), []);
    });

    it("advises nothing where Rezonate made no call at all", async () => {
        const report = await run();
        assert.equal(report.outcome, "could_not_check");
        assert.match(details(report, "could_not_check").join(), /The log has no token of Rezonate/);
    });

    const unread: Record<string, [fault: Parameters<Sandbox["faults"]["add"]>[0], said: RegExp]> = {
        "the log is refused": [
            { path: "/api/v1/logs", status: 403, errorCode: "E0000006" },
            /System Log could not be read: the org answered 403/,
        ],
        "the log is out of order": [
            { path: "/api/v1/logs", status: 503, times: 5 },
            /System Log could not be read: the org answered 503/,
        ],
        "the grants are refused": [
            { path: "GRANTS", status: 403, errorCode: "E0000006" },
            /grants could not be read: the org answered 403/,
        ],
    };
    for (const [what, [fault, said]] of Object.entries(unread)) {
        it(`advises nothing where ${what}`, async () => {
            await mint("okta.users.read");
            const path = fault.path === "GRANTS" ? `/api/v1/apps/${id}/grants` : fault.path;
            org.faults.add({ ...fault, path });
            const report = await run();
            assert.equal(report.outcome, "could_not_check");
            assert.match(report.findings.map(({ detail }) => detail).join(), said);
            assert.equal(codes(report)["okta.groups.read"] === "scope_unused", false);
        });
    }

    it("prints no line that would leave no scope, or for another program", async () => {
        await mint("okta.users.read");
        const only = { "rezonate-okta:scopes": '["okta.groups.read"]' };
        const other = { "rezonate-okta:oktaDomain": "" };
        for (const [config, expected] of [
            [only, []],
            [other, []],
        ] as const) {
            const report = await run({}, config);
            assert.equal(codes(report)["okta.groups.read"], "scope_unused");
            const hints = report.findings.map(({ hint }) => hint).join("\n");
            assert.deepEqual(printedLines(hints), expected);
        }
    });

    it("tells calls from outside the app's zones, also those that Okta refused", async () => {
        await mint("okta.users.read");
        const zone = await admin(org, "POST", "/api/v1/zones", {
            type: "IP",
            name: "Rezonate",
            gateways: [{ type: "CIDR", value: "203.0.113.0/24" }],
        });
        const { body } = await admin(org, "GET", `/api/v1/apps/${id}`);
        const settings = body["settings"] as unknown as { oauthClient: object };
        const network = { connection: "ZONE", include: [zone.body["id"]] };
        const fenced = { ...settings, oauthClient: { ...settings.oauthClient, network } };
        await admin(org, "PUT", `/api/v1/apps/${id}`, { ...body, settings: fenced });
        assert.equal(await mint("okta.users.read"), 403);
        const report = await run();
        assert.equal(codes(report)["address 127.0.0.1"], "outside_fence");
        assert.match(details(report, "outside_fence").join(), /2 events, 1 refused/);
        assert.equal(report.uses[0]?.addresses[0]?.isLetIn, false);
    });

    it("names no secret, and reads with the credentials of the stack only", async () => {
        await mint("okta.users.read");
        assert.ok(!JSON.stringify(await run()).includes(org.apiToken));
        const bad = await run({}, { "okta:apiToken": "another" });
        assert.equal(bad.outcome, "could_not_check");
        assert.deepEqual(new Set(Object.values(codes(bad))), new Set(["bad_credentials"]));
        await assert.rejects(run({ orgUrl: "https://evil.example" }), /orgUrl: got/);
    });
});

describe("usage: from events to findings", () => {
    const event = (more: object = {}) => ({
        published: "2026-11-20T10:00:00.000Z",
        eventType: "app.oauth2.token.grant.access_token",
        client: { ipAddress: "203.0.113.5" },
        outcome: { result: "SUCCESS" },
        debugContext: { debugData: { grantedScopes: "okta.users.read" } },
        ...more,
    });
    const evaluate = (events: readonly unknown[], more: Partial<UsageSnapshot> = {}) =>
        evaluateUse({
            clientId: "0oa1",
            period: { since: "2026-11-01T00:00:00.000Z", until: "2026-11-28T00:00:00.000Z" },
            scopes: SCOPES,
            log: answered,
            events,
            isCut: false,
            grants: answered,
            granted: ["okta.groups.read", "okta.users.manage"].map((scope) => ({
                scope,
                since: "2026-10-01T00:00:00.000Z",
            })),
            fence: { kind: "none" },
            ...more,
        });
    const codeOf = (events: readonly unknown[], more: Partial<UsageSnapshot> = {}) =>
        evaluate(events, more).findings.find(({ subject }) => subject === "okta.groups.read")?.code;

    it("reads the scopes of an event in each form that they may have", () => {
        const named = (grantedScopes: unknown) =>
            codeOf([event({ debugContext: { debugData: { grantedScopes } } })]);
        assert.equal(named("okta.users.read, okta.groups.read"), "ok");
        assert.equal(named("okta.users.read okta.groups.read"), "ok");
        assert.equal(named(["okta.users.read", "okta.groups.read"]), "ok");
        assert.equal(named("okta.users.read"), "scope_unused");
    });

    it("advises nothing on doubt", () => {
        const doubtful: Record<string, [events: unknown[], more?: Partial<UsageSnapshot>]> = {
            "an event that names no scopes": [[event(), event({ debugContext: null })]],
            "an event with scopes of another form": [
                [event(), event({ debugContext: { debugData: { grantedScopes: 7 } } })],
            ],
            "an event of another shape": [[event(), { eventType: "?" }]],
            "what is no event": [[event(), null]],
            "a log with more than was read": [[event()], { isCut: true }],
            "an empty log": [[]],
            "only requests that were refused": [[event({ outcome: { result: "FAILURE" } })]],
            "a grant without a date": [[event()], { granted: [{ scope: "okta.groups.read" }] }],
            "a grant with a date that is none": [
                [event()],
                { granted: [{ scope: "okta.groups.read", since: "yesterday" }] },
            ],
        };
        for (const [what, [events, more]] of Object.entries(doubtful)) {
            assert.equal(codeOf(events, more), "could_not_check", what);
            assert.deepEqual(evaluate(events, more).unused, [], what);
        }
        assert.equal(codeOf([event()]), "scope_unused");
    });

    it("says of a scope that may change the org whether the log has changes", () => {
        const granted = "okta.users.manage";
        const token = event({ debugContext: { debugData: { grantedScopes: granted } } });
        const detail = (events: unknown[]) =>
            evaluate(events).findings.find(({ subject }) => subject === granted)?.detail;
        assert.match(detail([token]) ?? "", /the log has no change by this client/);
        const change = event({ eventType: "user.lifecycle.suspend", debugContext: null });
        assert.match(detail([token, change]) ?? "", /the log has 1 event of other kinds/);
    });

    it("cannot tell what a zone of countries lets in, and follows those that exclude", () => {
        const zone = (gateways?: string[]) => ({ id: "nzo1", name: "z", isActive: true, gateways });
        const fenced = (include: object[], exclude: object[] = []) =>
            evaluate([event()], {
                fence: { kind: "zones", include, exclude } as UsageSnapshot["fence"],
            }).findings.find(({ subject }) => subject === "address 203.0.113.5")?.code;
        assert.equal(fenced([zone(["203.0.113.5"])]), "ok");
        assert.equal(fenced([zone(["203.0.113.1-203.0.113.9"])]), "ok");
        assert.equal(fenced([zone(["198.51.100.0/24"])]), "outside_fence");
        assert.equal(fenced([zone()]), "could_not_check");
        assert.equal(fenced([zone(), zone(["203.0.113.0/24"])]), "ok");
        assert.equal(fenced([{ ...zone(["203.0.113.5"]), isActive: false }]), "outside_fence");
        assert.equal(fenced([]), "outside_fence");
        assert.equal(fenced([], [zone(["203.0.113.5"])]), "outside_fence");
        assert.equal(fenced([], [zone(["198.51.100.0/24"])]), "ok");
        assert.equal(fenced([], [zone()]), "could_not_check");
    });

    it("lists the first addresses, those outside the fence before the others", () => {
        const many = Array.from({ length: 30 }, (_one, index) =>
            event({ client: { ipAddress: `198.51.100.${index}` } }),
        );
        const { findings, use } = evaluate([...many, event(), event()], {
            fence: {
                kind: "zones",
                include: [{ id: "nzo1", name: "z", isActive: true, gateways: ["203.0.113.5"] }],
                exclude: [],
            },
        });
        const told = findings.filter(({ subject }) => /address/.test(subject));
        assert.equal(told.length, 22);
        assert.deepEqual(
            told.slice(-2).map(({ subject, code, detail }) => [subject, code, detail]),
            [
                ["more addresses", "outside_fence", "10 more; --json lists them all."],
                ["more addresses", "ok", "1 more; --json lists them all."],
            ],
        );
        assert.equal(use?.addresses.length, 31);
    });
});
