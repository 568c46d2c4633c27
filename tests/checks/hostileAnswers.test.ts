import assert from "node:assert/strict";

import fc from "fast-check";

import { checkDrift } from "../../checks/drift/index";
import { registry } from "../../checks/registry";
import type { StackSnapshot } from "../../checks/state/stackSnapshot";
import { verifyOnce } from "../../checks/verify/index";
import type { AdminClient } from "../../okta/adminClient";
import { createHttpClient, type HttpResponse } from "../../okta/http";
import { READ_ONLY_SCOPES } from "../../rules/scopes";
import { hasHiddenCharacters } from "../../rules/visible";
import type { Sandbox } from "../../sandbox/org/server";
import { preflightCodesOf } from "../support/preflight";
import { closeScriptedServers, scriptedServer } from "../support/scriptedServer";
import { note } from "../support/trials";
import { emptyStack, resource } from "./driftFixtures";

interface Answer {
    readonly status: number;
    readonly headers?: Record<string, string>;
    readonly body: string;
}

const html = { "content-type": "text/html" };
const page = "<!doctype html><title>Sign in to the guest network</title>";

/** What proxies, captive portals and broken servers answer, and no Okta org does. */
const hostileAnswers: Readonly<Record<string, Answer>> = {
    "a web page": { status: 200, headers: html, body: page },
    "a web page as JSON": { status: 200, body: page },
    "a web page with 404": { status: 404, headers: html, body: page },
    "a web page with 403": { status: 403, headers: html, body: page },
    "nothing, with 200": { status: 200, body: "" },
    "nothing, with 204": { status: 204, body: "" },
    "nothing, with 404": { status: 404, body: "" },
    "half an object": { status: 200, body: '{"id":"0oaapp","label":"a"' },
    null: { status: 200, body: "null" },
    "a number": { status: 200, body: "42" },
    "a text": { status: 200, body: '"ok"' },
    true: { status: 200, body: "true" },
    "an empty object": { status: 200, body: "{}" },
    "an empty list": { status: 200, body: "[]" },
    "a list of null": { status: 200, body: "[null]" },
    "a list of numbers": { status: 200, body: "[1,2]" },
    "a list of empty objects": { status: 200, body: "[{}]" },
    "members of the wrong type": {
        status: 200,
        body: '{"id":7,"label":[],"status":{},"settings":"x"}',
    },
    "another object's id": {
        status: 200,
        body: '{"id":"other","label":"x","status":"INACTIVE","settings":{"oauthClient":{}},"grantedScopes":[]}',
    },
    "an error of another program": { status: 404, body: '{"error":"not found"}' },
    "404 with another code": { status: 404, body: '{"errorCode":"E0000022","errorSummary":"x"}' },
    "a redirect": { status: 302, headers: { location: "https://portal.example/" }, body: "" },
    "a body that is not gzip": { status: 200, headers: { "content-encoding": "gzip" }, body: "{}" },
    "a gateway's 502": { status: 502, headers: html, body: page },
};

const component = "rezonate-okta:index:";
const parentOf = (type: string, name: string) => resource(`${component}${type}`, name).urn;

/** The state of a stack with one integration of each method, in an org at this address. */
function stackAt(httpProxy: string): StackSnapshot {
    const inputs = { orgName: "acme", baseUrl: "okta.com", httpProxy, apiToken: "a-token" };
    const provider = `${resource("pulumi:providers:okta", "acme").urn}::id`;
    const made = (type: string, name: string, outputs: Record<string, unknown>, parent?: string) =>
        resource(type, name, { id: `id-${name}`, provider, outputs, parent });
    const marketplace = parentOf("MarketplaceIntegration", "m");
    const apiKey = parentOf("ApiKeyIntegration", "k");
    const clientId = "id-app";
    return {
        ...emptyStack,
        resources: [
            resource("pulumi:providers:okta", "acme", { id: "id", inputs }),
            made("okta:app/oAuth:OAuth", "app", {
                clientId,
                label: "app",
                type: "service",
                jwks: [{ kid: "key" }],
            }),
            made("okta:index/appOauthApiScope:AppOauthApiScope", "scopes", {
                appId: clientId,
                scopes: [...READ_ONLY_SCOPES],
            }),
            made("okta:app/oauthRoleAssignment:OauthRoleAssignment", "role", {
                clientId,
                type: "READ_ONLY_ADMIN",
            }),
            resource(`${component}MarketplaceIntegration`, "m"),
            made(
                "okta:index/apiServiceIntegration:ApiServiceIntegration",
                "integration",
                { type: "rezonate", grantedScopes: [{ scope: "okta.users.read" }] },
                marketplace,
            ),
            made("pulumi-nodejs:dynamic:Resource", "secret", {
                integrationId: "id-integration",
                secretId: "s1",
            }),
            resource(`${component}ApiKeyIntegration`, "k"),
            made("okta:user/user:User", "user", { login: "r@acme.com" }, apiKey),
            made(
                "okta:index/userAdminRoles:UserAdminRoles",
                "roles",
                { adminRoles: ["READ_ONLY_ADMIN"] },
                apiKey,
            ),
            made("okta:network/zone:Zone", "zone", { name: "z", gateways: ["1.2.3.4"] }, apiKey),
            made("okta:index/apiToken:ApiToken", "token", { network: {} }, apiKey),
        ],
    };
}

/** Codes that take nothing for true that the org did not say. */
const undecided = new Set(["could_not_check", "unreachable", "bad_credentials", "wrong_host"]);

describe("answers that no Okta org gives", () => {
    afterEach(() => {
        closeScriptedServers();
    });

    const serve = ({ status, headers, body }: Answer, metadata?: string) =>
        scriptedServer((request, response) => {
            if (metadata !== undefined && request.url === "/.well-known/okta-organization") {
                response.end(metadata);
                return;
            }
            response.writeHead(status, { "content-type": "application/json", ...headers });
            response.end(body);
        });
    const http = createHttpClient({ retries: 0, timeoutMs: 5000 });

    for (const [name, answer] of Object.entries(hostileAnswers)) {
        const said = (verb: string, codes: readonly { readonly code: string }[]): void => {
            const distinct = [...new Set(codes.map(({ code }) => code))];
            note("hostile", name, { [verb]: distinct.sort().join(", ") });
        };
        it(`doctor sees nothing removed, and fixes nothing: ${name}`, async () => {
            const stack = stackAt(await serve(answer));
            const { findings } = await checkDrift(stack, { http, env: {} });
            assert.ok(findings.length >= 3);
            for (const finding of findings) {
                assert.ok(undecided.has(finding.code), JSON.stringify(finding));
                assert.deepEqual(finding.fixes, []);
            }
            said("doctor", findings);
        });

        it(`preflight lets nothing pass that it was not told: ${name}`, async () => {
            const codesAt = (url: string) =>
                preflightCodesOf({ domain: "acme.okta.com", url, apiToken: "a-token" } as Sandbox);
            const portal = await codesAt(await serve(answer));
            assert.ok(["wrong_host", "unreachable"].includes(String(portal["host"])));
            // Only what needs credentials is answered so.
            const metadata = '{"id":"00o1","pipeline":"idx"}';
            const half = Object.entries(await codesAt(await serve(answer, metadata)));
            const untouched = ["configuration", "host", "clock", "rate limit"];
            const asked = half.filter(([subject]) => !untouched.includes(subject));
            for (const [subject, code] of asked) {
                assert.ok(undecided.has(code), `${subject}: ${code}`);
            }
            said(
                "preflight",
                asked.map(([, code]) => ({ code })),
            );
            assert.ok(half.some(([name]) => name === "credentials"));
        });

        it(`verify calls nothing ok: ${name}`, async () => {
            const report = await verifyOnce(
                {
                    org: "acme.okta.com",
                    address: new URL(await serve(answer)),
                    credential: { method: "api-key", apiKey: "a-key" },
                    scopes: READ_ONLY_SCOPES,
                },
                http,
            );
            for (const { code } of report.findings) {
                assert.ok(
                    undecided.has(code) || ["network_blocked", "credential_refused"].includes(code),
                    code,
                );
            }
            said("verify", report.findings);
        });
    }

    it("lets no text of the org act on a terminal", async () => {
        const errorSummary = "\u001b[2J\u001b[HAll 15 ok.\nAll 15 ok.\u202e";
        const body = JSON.stringify({ errorCode: "E0000006", errorSummary, error: errorSummary });
        const stack = stackAt(await serve({ status: 403, body }));
        const { findings } = await checkDrift(stack, { http, env: {} });
        assert.ok(findings.some(({ detail }) => detail.includes("All 15 ok.")));
        for (const { subject, detail } of findings) {
            assert.equal(hasHiddenCharacters(subject + detail), false, detail);
        }
    });

    it("doctor takes no JSON for a change of the org that is not in Okta's shape", async () => {
        const stack = stackAt("http://127.0.0.1:1");
        const subjects = Object.values(registry).flatMap(({ drift }) => drift(stack));
        assert.equal(subjects.length, 4);
        const json = fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue()), fc.object());
        await fc.assert(
            fc.asyncProperty(json, fc.constantFrom(200, 404), async (body, status) => {
                const client = answering(status, JSON.stringify(body));
                for (const subject of subjects) {
                    for (const { code, fixes } of await subject.check(client, { stack: "dev" })) {
                        assert.deepEqual([undecided.has(code), fixes], [true, []], code);
                    }
                }
            }),
            { numRuns: 1000 },
        );
    });
});

function answering(status: number, body: string): AdminClient {
    const response: HttpResponse = {
        url: "https://acme.okta.com/",
        status,
        headers: new Headers(),
        body,
        json: JSON.parse(body),
        rateLimit: { limit: undefined, remaining: undefined, waitMs: 0 },
        waitedMs: 0,
        clockOffsetSeconds: 0,
    };
    return {
        credentials: { kind: "apiToken", apiToken: "a-token" },
        address: new URL("https://acme.okta.com"),
        send: () => Promise.resolve(response),
    };
}
