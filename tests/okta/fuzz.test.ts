import assert from "node:assert/strict";

import fc from "fast-check";

import { parseOrgUrl } from "../../okta/address";
import type { AdminClient } from "../../okta/adminClient";
import * as appShapes from "../../okta/appShapes";
import { readCall } from "../../okta/call";
import type { HttpClient, HttpResponse } from "../../okta/http";
import { fetchAllPages } from "../../okta/pages";
import { readSigningKey } from "../../okta/privateKey";
import { readRateLimit } from "../../okta/rateLimit";
import { identified } from "../../okta/shapeParts";
import * as shapes from "../../okta/shapes";
import { mintToken } from "../../okta/token";
import { hasHiddenCharacters } from "../../rules/visible";
import { rsaKey } from "../sandbox/support";
import { CASES, holdsNone, hostileJson, hostileText, outcomeOf, secretText } from "../support/fuzz";

const NAMES = [
    ...[
        "id",
        "label",
        "status",
        "settings",
        "oauthClient",
        "jwks",
        "keys",
        "kid",
        "scopeId",
        "type",
    ],
    ...["errorCode", "errorSummary", "error", "error_description", "access_token", "token_type"],
    ...["scope", "expires_in", "profile", "login", "gateways", "value", "network", "connection"],
];
/** What no header may have fetch itself refuses. */
const headerText = hostileText.map((text) => text.replace(/[^\t\x20-\x7e]/g, "").trim());
const headers = fc
    .record(
        {
            link: fc.oneof(
                headerText,
                headerText.map((url) => `<${url}>; rel="next"`),
                fc.webUrl({ withQueryParameters: true }).map((url) => `<${url}>; rel="next"`),
                fc.nat(3).map((page) => `<https://acme.okta.com//x?after=${page}>; rel="next"`),
            ),
            date: fc.oneof(headerText, fc.constant("Sat, 28 Nov 2026 00:00:00 GMT")),
            "x-rate-limit-reset": fc.oneof(headerText, fc.bigInt().map(String)),
            "x-rate-limit-limit": headerText,
            "x-rate-limit-remaining": headerText,
            "www-authenticate": fc.oneof(
                headerText,
                headerText.map((text) => `Bearer error="${text}", error_description="${text}"`),
            ),
            "content-type": fc.oneof(headerText, fc.constant("application/json")),
            location: headerText,
        },
        { requiredKeys: [] },
    )
    .map((given) => new Headers(given as Record<string, string>));
const status = fc.constantFrom(
    200,
    201,
    204,
    301,
    302,
    400,
    401,
    403,
    404,
    418,
    429,
    500,
    503,
    599,
);
const bodies = fc.oneof(
    hostileText,
    hostileJson(NAMES).map((json) => JSON.stringify(json)),
);

/** An answer, as the HTTP client reads it from the wire. */
const answers = fc.record({ status, headers, body: bodies }).map((answer): HttpResponse => {
    let json: unknown;
    try {
        json = JSON.parse(answer.body);
    } catch {
        json = undefined;
    }
    const rateLimit = readRateLimit(answer.headers);
    const url = "https://acme.okta.com/api/v1/x";
    return { ...answer, url, json, rateLimit, waitedMs: 0, clockOffsetSeconds: undefined };
});

describe("anything at all as an answer of the org", function () {
    this.timeout(60_000);

    it("is a value in Okta's shape, or says nothing", async () => {
        const schemas = Object.values({ ...shapes, ...appShapes, identified }).map((shape) =>
            typeof shape === "function" ? shape("0oa1") : shape,
        );
        const schema = fc.constantFrom(...schemas);
        await fc.assert(
            fc.asyncProperty(answers, schema, async (answer, shape) => {
                const { fact, value } = await readCall(() => Promise.resolve(answer), shape);
                assert.equal(value === undefined || answer.status === 200, true);
                assert.equal(hasHiddenCharacters(fact.reason), false, fact.reason);
                holdsNone(fact.reason, []);
            }),
            CASES,
        );
    });

    it("is a token, or a reason why there is none that shows no secret", async () => {
        await fc.assert(
            fc.asyncProperty(
                fc.array(answers, { minLength: 1 }),
                secretText,
                async (given, secret) => {
                    let at = 0;
                    const send = () => Promise.resolve(given[at++ % given.length] as HttpResponse);
                    const http: HttpClient = { send };
                    const clientSecret = secret;
                    const minted = await mintToken({
                        ...{ orgUrl: "https://acme.okta.com", clientId: "0oa1", clientSecret },
                        ...{ scopes: ["okta.users.read"], http, dpop: "never" },
                    });
                    const said = minted.ok ? minted.token.scopes.join(" ") : minted.failure.detail;
                    holdsNone(said, [secret]);
                    assert.ok(minted.ok || minted.failure.code);
                },
            ),
            CASES,
        );
    });

    it("is read page by page to an end, and never leads away from the org", async () => {
        const pages = fc.array(
            answers.map((one) => ({ ...one, status: 200, json: [one.json] })),
            {
                minLength: 1,
                maxLength: 5,
            },
        );
        await fc.assert(
            fc.asyncProperty(pages, async (given) => {
                let at = 0;
                const paths: string[] = [];
                const client: AdminClient = {
                    credentials: { kind: "apiToken", apiToken: "a-token" },
                    address: new URL("https://acme.okta.com"),
                    send: (path) => {
                        paths.push(path);
                        return Promise.resolve(given[at++ % given.length] as HttpResponse);
                    },
                };
                await outcomeOf(() => fetchAllPages(client, "/api/v1/apps"));
                assert.ok(paths.length <= given.length + 1 || new Set(paths).size === paths.length);
                assert.ok(paths.every((path) => path.startsWith("/")));
            }),
            CASES,
        );
    });

    it("makes a call wait for a second to ten minutes, or not at all", () => {
        fc.assert(
            fc.property(headers, fc.nat(1e6), (given, attempt) => {
                const { limit, remaining, waitMs } = readRateLimit(given, attempt);
                assert.ok(waitMs >= 250 && waitMs <= 600_000, String(waitMs));
                for (const count of [limit, remaining]) {
                    assert.ok(count === undefined || count >= 0);
                }
            }),
            CASES,
        );
    });
});

describe("anything at all as an address or a key", () => {
    it("is an address of an org, or an error that names the option", async () => {
        const text = fc.oneof(hostileText, fc.webUrl(), fc.webAuthority(), fc.ipV6());
        await fc.assert(
            fc.asyncProperty(text, async (value) => {
                const read = await outcomeOf(() => parseOrgUrl(value));
                assert.ok(
                    read instanceof URL ? read.pathname === "/" : /^orgUrl: /.test(read.message),
                );
            }),
            CASES,
        );
    });

    it("is a signing key, or an error that does not show it", async () => {
        const pem = rsaKey().privateKey.export({ type: "pkcs8", format: "pem" }).toString();
        const lines = pem.split("\n").filter((line) => line.length > 20 && !line.startsWith("-"));
        const broken = fc
            .tuple(fc.nat(pem.length), fc.nat(40), hostileText)
            .map(
                ([at, length, text]) =>
                    pem.slice(0, at) + text.slice(0, 60) + pem.slice(at + length),
            );
        await fc.assert(
            fc.asyncProperty(fc.oneof(broken, hostileText), async (value) => {
                const read = await outcomeOf(() => readSigningKey(value), lines);
                assert.ok(!(read instanceof Error) || read.message.startsWith("private_key: "));
            }),
            CASES,
        );
    });
});
