import assert from "node:assert/strict";
import type { RequestListener } from "node:http";

import { checkDrift } from "../../checks/drift/index";
import { adopt, preflight, verify } from "../../checks/index";
import { createHttpClient } from "../../okta/http";
import { rsaKey } from "../sandbox/support";
import { closeScriptedServers, scriptedServer } from "../support/scriptedServer";
import { emptyStack, resource } from "./driftFixtures";

const pem = rsaKey().privateKey.export({ type: "pkcs8", format: "pem" }).toString();

/** Provider credentials of each kind, as the environment holds them. */
const runners: Record<string, Record<string, string>> = {
    "an API token": { OKTA_API_TOKEN: "a-token" },
    "an OAuth app": {
        OKTA_API_CLIENT_ID: "0oa1",
        OKTA_API_PRIVATE_KEY: pem,
        OKTA_API_SCOPES: "okta.apps.manage",
    },
};

/** Orgs that keep a check waiting, call by call, longer than it may take as a whole. */
const slowOrgs: Record<string, RequestListener> = {
    "that answers nothing": () => undefined,
    "that begins each answer and does not end it": (_request, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.write("[");
    },
    "whose rate limit is reset in a minute": (_request, response) => {
        const now = Date.now();
        response.writeHead(429, {
            date: new Date(now).toUTCString(),
            "x-rate-limit-reset": String(Math.floor(now / 1000) + 60),
        });
        response.end("{}");
    },
};

const UNCHECKED = ["unreachable", "could_not_check"];

describe("a check that takes too long", () => {
    afterEach(() => {
        closeScriptedServers();
    });
    const limit = { maxTimeSeconds: 0.25 };
    const cap = /no answer within 0\.25 s, the time of all calls/;

    for (const [which, listener] of Object.entries(slowOrgs)) {
        it(`ends with what it could not check, and says why: an org ${which}`, async () => {
            const orgUrl = await scriptedServer(listener);
            const credentials = JSON.stringify({
                tenant_id: "acme",
                application_id: "0oa1",
                private_key: pem,
            });
            const proof = await verify({
                ...limit,
                orgUrl,
                credentials,
                scopes: ["okta.users.read"],
            });
            assert.equal(proof.outcome, "could_not_check");
            assert.match(proof.findings.map(({ detail }) => detail).join(" "), cap);
            for (const [kind, env] of Object.entries(runners)) {
                const report = await preflight({
                    ...limit,
                    orgUrl,
                    env,
                    oktaDomain: "acme.okta.com",
                });
                assert.equal(report.outcome, "could_not_check", kind);
                assert.match(report.findings.map(({ detail }) => detail).join(" "), cap);

                const stack = {
                    state: { deployment: {} },
                    name: "prod",
                    project: "p",
                    config: { "p:oktaDomain": { value: "acme.okta.com" } },
                };
                for (const application of [undefined, "0oa1gjh63g214q0Hq0g4"]) {
                    const taken = await adopt({ ...limit, orgUrl, env, stack, application });
                    assert.equal(taken.outcome, "could_not_check", kind);
                    assert.match(taken.problems.join(" "), cap);
                    assert.deepEqual(taken.edits, {});
                }

                const http = createHttpClient({ totalMs: 250 });
                const { findings } = await checkDrift(stackAt(orgUrl), { http, env });
                assert.ok(findings.length > 0);
                for (const { code, detail, fixes } of findings) {
                    assert.ok(UNCHECKED.includes(code), `${kind}: ${code}`);
                    assert.match(detail, cap);
                    assert.deepEqual(fixes, []);
                }
            }
        });
    }

    it("says the same of a runner's token as of any other call", async () => {
        const orgUrl = await scriptedServer(({ url }, response) => {
            if (url?.startsWith("/.well-known/okta-organization")) {
                response.end('{"id":"00o1","pipeline":"idx"}');
            }
        });
        for (const [kind, env] of Object.entries(runners)) {
            const report = await preflight({ ...limit, orgUrl, env, oktaDomain: "acme.okta.com" });
            const found = report.findings.find(({ subject }) => subject === "credentials");
            assert.equal(found?.code, "unreachable", kind);
            assert.equal(report.outcome, "could_not_check");
        }
    });
});

function stackAt(httpProxy: string) {
    const inputs = { orgName: "acme", baseUrl: "okta.com", httpProxy };
    const provider = `${resource("pulumi:providers:okta", "acme").urn}::id`;
    return {
        ...emptyStack,
        resources: [
            resource("pulumi:providers:okta", "acme", { id: "id", inputs }),
            resource("okta:app/oAuth:OAuth", "app", {
                id: "0oa1",
                provider,
                outputs: {
                    clientId: "0oa1",
                    label: "app",
                    type: "service",
                    jwks: [{ kid: "key" }],
                },
            }),
        ],
    };
}
