import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import * as pulumi from "@pulumi/pulumi";

import {
    callOktaApi,
    type OktaApiAccess,
    type OktaApiCall,
    oktaApiTools,
} from "../../components/support/oktaApi";
import type { ProviderSettings } from "../../okta/adminClient";
import { findProviderCredentials } from "../../okta/adminClient";
import { mintToken } from "../../okta/token";
import { createSandbox, type Sandbox } from "../../sandbox/org/server";
import { provision, rsaKey } from "../sandbox/support";
import { keyForms } from "../support/keyForms";

const SCOPE = "okta.apps.read";
const VARIABLES = ["OKTA_API_TOKEN", "OKTA_ACCESS_TOKEN", "OKTA_API_CLIENT_ID"];

describe("calls with the provider credentials", () => {
    let org: Sandbox;
    const kept = Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));

    before(async () => {
        org = await createSandbox();
        VARIABLES.forEach((name) => delete process.env[name]);
    });
    after(async () => {
        for (const [name, value] of Object.entries(kept)) {
            if (value !== undefined) {
                process.env[name] = value;
            }
        }
        await org.close();
    });

    const ask = (settings: ProviderSettings, path = "/api/v1/apps") =>
        callOktaApi<unknown[]>(
            { host: org.domain, settings: { httpProxy: org.url, ...settings } },
            { method: "GET", path, scope: SCOPE },
            oktaApiTools,
        );
    const pemOf = (key: ReturnType<typeof rsaKey>, type: "pkcs1" | "pkcs8") =>
        key.privateKey.export({ type, format: "pem" }).toString();

    it("are signed in by API token, access token, or private key of either kind", async () => {
        assert.deepEqual(await ask({ apiToken: org.apiToken }), []);
        const key = rsaKey("admin");
        const clientId = await provision(org, key, [SCOPE]);
        for (const type of ["pkcs1", "pkcs8"] as const) {
            const found = await ask({ clientId, privateKey: pemOf(key, type) });
            assert.equal(found.length, 1);
        }
        const minted = await mintToken({
            orgUrl: org.url,
            clientId,
            privateKeyPem: pemOf(key, "pkcs8"),
            keyId: "admin",
            scopes: [SCOPE],
        });
        assert.ok(minted.ok);
        assert.equal((await ask({ accessToken: minted.token.accessToken })).length, 1);
        const pair = generateKeyPairSync("ec", { namedCurve: "P-384" });
        const jwk = { ...pair.publicKey.export({ format: "jwk" }), kid: "ec", status: "ACTIVE" };
        const ofApp = await provision(org, { privateKey: pair.privateKey, jwk }, [SCOPE]);
        const pem = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
        const ec = { clientId: ofApp, privateKey: pem, privateKeyId: "ec" };
        assert.deepEqual(
            (await ask(ec)).map((app) => (app as { id: string }).id),
            [ofApp],
        );
    });

    it("are those that the okta plugin and the command take, of settings and environment", async () => {
        process.env.OKTA_API_TOKEN = org.apiToken;
        assert.equal((await ask({})).length, 2);
        const oauth = { clientId: "0oa1", privateKey: "not a key, and not read" };
        assert.equal((await ask(oauth)).length, 2);
        const settings = { "okta:clientId": "0oa1", "okta:privateKey": "not a key, and not read" };
        assert.equal(findProviderCredentials(settings, process.env)?.kind, "apiToken");
        process.env.OKTA_ACCESS_TOKEN = "another";
        await assert.rejects(ask({ apiToken: org.apiToken }), /Okta answered 401/);
        const token = { "okta:apiToken": org.apiToken };
        assert.equal(findProviderCredentials(token, process.env)?.kind, "accessToken");
        delete process.env.OKTA_ACCESS_TOKEN;
        await assert.rejects(ask({ accessToken: "another" }), /Okta answered 401/);
        delete process.env.OKTA_API_TOKEN;
        await assert.rejects(ask({}), /there are none: wanted okta:apiToken/);
    });

    it("wait for a rate limit, and say what Okta or the network said", async () => {
        org.faults.add({ path: "/api/v1/apps", status: 429, times: 1 });
        assert.equal((await ask({ apiToken: org.apiToken })).length, 2);
        await assert.rejects(
            ask({ apiToken: org.apiToken }, "/api/v1/apps/0oa1"),
            /Okta answered 404 to GET \/api\/v1\/apps\/0oa1: Not found: Resource not found/,
        );
        const key = rsaKey("admin");
        const clientId = await provision(org, key, []);
        await assert.rejects(
            ask({ clientId, privateKey: pemOf(key, "pkcs8") }),
            /no token for okta\.apps\.read \(400: You are not allowed/,
        );
        const closed = { apiToken: org.apiToken, httpProxy: "http://127.0.0.1:1" };
        await assert.rejects(ask(closed), /127\.0\.0\.1:1 cannot be reached .*HTTPS_PROXY/s);
    });

    it("never go in clear to a host that is not this machine", async () => {
        const proxy = { apiToken: org.apiToken, httpProxy: "http://proxy.example:3128" };
        const to = { host: "acme.invalid", settings: proxy };
        await assert.rejects(
            callOktaApi(to, { method: "GET", path: "/", scope: SCOPE }, oktaApiTools),
            /^Error: acme\.invalid cannot be reached/,
        );
    });

    it("read the private key in every form, and from a file", async () => {
        const key = rsaKey();
        const clientId = await provision(org, key, [SCOPE]);
        const forms = keyForms(key.privateKey);
        for (const form of ["doubled \\\\n", "\\r\\n as text", "indented", "in double quotes"]) {
            assert.ok((await ask({ clientId, privateKey: forms[form] })).length > 0, form);
        }
        const folder = await mkdtemp(join(tmpdir(), "rezonate-okta-test-"));
        try {
            const privateKey = join(folder, "key.pem");
            await writeFile(privateKey, forms["literal \\n"] ?? "");
            assert.ok((await ask({ clientId, privateKey })).length > 0);
            await writeFile(privateKey, "no key, and not to be shown");
            await assert.rejects(ask({ clientId, privateKey }), (error: Error) => {
                assert.match(error.message, /^okta:privateKey cannot be read as a PEM/);
                assert.doesNotMatch(error.message, /not to be shown/);
                return true;
            });
        } finally {
            await rm(folder, { recursive: true });
        }
    });

    it("send no token that cannot go into a header, and do not show it", async () => {
        const calls = org.calls.length;
        for (const [token, flaw] of [
            ["a-token-with-a-line-end\n", /a line break after 23 of 24 characters/],
            ["a-token-with a-blank", /a blank after 12/],
            ["\u0000a-token", /not visible at its beginning/],
            ["a-tökèn", /not ASCII/],
        ] as const) {
            for (const name of ["apiToken", "accessToken"] as const) {
                await assert.rejects(ask({ [name]: token }), (error: Error) => {
                    assert.match(error.message, /of the okta provider cannot be sent: it has /);
                    assert.match(error.message, flaw);
                    assert.ok(!error.message.includes(token.trim()));
                    return true;
                });
            }
        }
        assert.equal(org.calls.length, calls);
    });

    it("follow no redirect, and take nothing for an answer that is none of Okta's", async () => {
        let redirected = 0;
        const elsewhere = createServer((_request, response) => {
            redirected += 1;
            response.end("[]");
        });
        const target = await listen(elsewhere);
        const answers: Record<string, (response: ServerResponse) => void> = {
            redirect: (response) => response.writeHead(307, { location: target }).end(),
            page: (response) => response.end("<html>Sign in</html>"),
            text: (response) => response.end("3"),
            json: (response) => response.end('[{"id": '),
            gzip: (response) => response.writeHead(200, { "content-encoding": "gzip" }).end("[]"),
            endless: (response) => {
                response.writeHead(200);
                const more = () => response.write("x".repeat(2 ** 20), more);
                more();
            },
        };
        const hostile = createServer((request, response) => {
            answers[request.url?.slice(1) ?? ""]?.(response);
        });
        const httpProxy = await listen(hostile);
        const privateKey = pemOf(rsaKey(), "pkcs8");
        try {
            for (const path of Object.keys(answers)) {
                const wanted = ["gzip", "endless"].includes(path)
                    ? /cannot be reached/
                    : /which is not how Okta answers/;
                const patient = { ...oktaApiTools, fetchWhole: within(2000) };
                const call = { method: "GET", path: `/${path}`, scope: SCOPE };
                const to = { host: org.domain, settings: { httpProxy, apiToken: "a-token" } };
                await assert.rejects(callOktaApi(to, call, patient), wanted, path);
            }
            answers["oauth2/v1/token"] = answers["redirect"] as (typeof answers)[string];
            const oauth = { httpProxy, clientId: "0oa1", privateKey };
            await assert.rejects(ask(oauth), /no token for okta\.apps\.read \(307/);
            assert.equal(redirected, 0);
        } finally {
            for (const server of [elsewhere, hostile]) {
                server.closeAllConnections();
                server.close();
            }
        }
    });

    it("work as the source that Pulumi writes into the state, in a process of its own", async () => {
        const key = rsaKey();
        const clientId = await provision(org, key, [SCOPE]);
        const serialized = await pulumi.runtime.serializeFunction(
            (
                (call: typeof callOktaApi, tools: typeof oktaApiTools) =>
                (...[to, about]: [OktaApiAccess, OktaApiCall]) =>
                    call(to, about, tools)
            )(callOktaApi, oktaApiTools),
        );
        const folder = await mkdtemp(join(tmpdir(), "rezonate-okta-test-"));
        try {
            const file = join(folder, "provider.js");
            await writeFile(file, serialized.text);
            const modules = [...serialized.text.matchAll(/require\("([^"]*)"\)/g)];
            assert.deepEqual([...new Set(modules.map(([, name]) => name))].sort(), [
                "crypto",
                "fs/promises",
            ]);
            assert.doesNotMatch(serialized.text, /PRIVATE KEY/);
            const settings = { httpProxy: org.url, clientId, privateKey: pemOf(key, "pkcs1") };
            const args = [
                { host: org.domain, settings },
                { method: "GET", path: "/api/v1/apps", scope: SCOPE },
            ];
            const script = `
                const { ${serialized.exportName} } = require(${JSON.stringify(file)});
                ${serialized.exportName}(...JSON.parse(process.env.ARGS))
                    .then((apps) => console.log(apps.length));`;
            const run = promisify(execFile)(process.execPath, ["-e", script], {
                env: { PATH: process.env.PATH, ARGS: JSON.stringify(args) },
            });
            assert.ok(Number((await run).stdout) > 0);
        } finally {
            await rm(folder, { recursive: true });
        }
    });
}).timeout(60_000);

function within(timeoutMs: number): typeof oktaApiTools.fetchWhole {
    return (send, url, request) => oktaApiTools.fetchWhole(send, url, { ...request, timeoutMs });
}

async function listen(server: Server): Promise<string> {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
