import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { createServer as createTlsServer, get, type Server as TlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";

import { createHttpClient, type HttpCall, HttpError } from "../../okta/http";
import { readRateLimit } from "../../okta/rateLimit";
import { closeScriptedServers, scriptedServer } from "../support/scriptedServer";
import { selfSignedCertificate } from "../support/selfSignedCertificate";

const servers: (Server | TlsServer)[] = [];

async function faultOf(promise: Promise<unknown>): Promise<HttpError> {
    const error = await promise.then(
        () => undefined,
        (reason: unknown) => reason,
    );
    assert.ok(error instanceof HttpError, String(error));
    return error;
}

describe("the HTTP client", () => {
    afterEach(() => {
        closeScriptedServers();
        for (const server of servers.splice(0)) {
            server.closeAllConnections();
            server.close();
        }
    });

    it("sends plain http to loopback only", async () => {
        const error = await faultOf(createHttpClient().send("http://acme.okta.com/api/v1/users"));
        assert.equal(error.fault, "not_allowed");
    });

    it("never follows a redirect, so that no credential reaches another host", async () => {
        let reached = 0;
        const elsewhere = await scriptedServer((_request, response) => {
            reached += 1;
            response.end("{}");
        });
        const url = await scriptedServer((_request, response) => {
            response.writeHead(302, { location: elsewhere }).end();
        });
        const headers = { authorization: "SSWS something-long-enough" };
        const answer = await createHttpClient().send(url, { headers });
        assert.deepEqual([answer.status, reached], [302, 0]);
    });

    it("tries reads again after a 5xx or a dropped connection, and writes never", async () => {
        const methods: string[] = [];
        const url = await scriptedServer((request, response) => {
            methods.push(request.method ?? "");
            if (methods.length === 1) {
                response.writeHead(503).end();
            } else if (methods.length === 2) {
                request.socket.destroy();
            } else {
                response.end("[]");
            }
        });
        assert.equal((await createHttpClient().send(url)).status, 200);
        methods.splice(0);
        assert.equal((await createHttpClient().send(url, { method: "POST" })).status, 503);
        assert.deepEqual(methods, ["POST"]);
    });

    it("waits for a 429 as told by the org's own clock, and gives up when that is too long", async () => {
        let calls = 0;
        const url = await scriptedServer((_request, response) => {
            calls += 1;
            const date = new Date(Date.now() + 3_600_000);
            const reset = Math.floor(date.getTime() / 1000);
            response.setHeader("date", date.toUTCString());
            response.setHeader("x-rate-limit-reset", String(reset));
            response.writeHead(calls === 2 ? 200 : 429).end("{}");
        });
        const waits: number[] = [];
        const client = createHttpClient({ onRateLimit: (waitMs) => waits.push(waitMs) });
        const answer = await client.send(url, { method: "POST" });
        assert.deepEqual([answer.status, waits], [200, [250]]);
        assert.equal(answer.waitedMs, 250);
        const impatient = createHttpClient({ maxRateLimitWaitMs: 0 });
        assert.equal((await impatient.send(url)).status, 429);
    });

    it("reads the wait from Reset minus Date, and falls back to a second", () => {
        const date = "Mon, 01 Jan 2024 00:00:00 GMT";
        const reset = String(Date.parse(date) / 1000 + 30);
        const told = new Headers({
            date,
            "x-rate-limit-reset": reset,
            "x-rate-limit-limit": "20",
            "x-rate-limit-remaining": "0",
        });
        assert.deepEqual(readRateLimit(told), { limit: 20, remaining: 0, waitMs: 30_000 });
        assert.equal(readRateLimit(new Headers()).waitMs, 1000);
    });

    it("names what went wrong on the wire, without headers or body", async () => {
        const silent = await scriptedServer(() => undefined);
        const closed = await scriptedServer(() => undefined);
        closeScriptedServers([closed]);
        const token = "SSWS a-token-nobody-may-see";
        const request = { headers: { authorization: token }, body: "secret=1", method: "POST" };
        const timeout = await faultOf(createHttpClient({ timeoutMs: 50 }).send(silent, request));
        assert.equal(timeout.fault, "timeout");
        const refused = await faultOf(createHttpClient().send(closed, request));
        assert.equal(refused.fault, "refused");
        const name = await faultOf(createHttpClient({ env: {} }).send("https://nowhere.invalid/"));
        assert.equal(name.fault, "name");
        for (const error of [timeout, refused]) {
            assert.doesNotMatch(JSON.stringify(error) + error.message, /nobody-may-see|secret=1/);
        }
    });

    it("goes through the proxy of the environment, except to loopback and NO_PROXY", async () => {
        const asked: string[] = [];
        const proxy = createServer().listen(0, "127.0.0.1");
        servers.push(proxy);
        await new Promise((resolve) => proxy.once("listening", resolve));
        proxy.on("connect", (request: IncomingMessage, socket) => {
            asked.push(request.url ?? "");
            socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
        });
        const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
        const target = await scriptedServer((_request, response) => response.end("[]"));
        const env = { HTTPS_PROXY: address, HTTP_PROXY: address, NO_PROXY: "direct.invalid" };
        const client = createHttpClient({ env, retries: 0 });
        await faultOf(client.send("https://acme.invalid/"));
        await faultOf(client.send("https://direct.invalid/"));
        assert.equal((await client.send(target)).status, 200);
        assert.deepEqual(asked, ["acme.invalid:443"]);
    });

    it("says that an answer cannot be decoded, whatever it claims to be encoded with", async () => {
        for (const encoding of ["gzip", "br", "deflate"]) {
            let tries = 0;
            const url = await scriptedServer((_request, response) => {
                tries += 1;
                response
                    .writeHead(200, { "content-encoding": encoding })
                    .end("not encoded\xff\xfe");
            });
            const error = await faultOf(createHttpClient().send(url));
            assert.deepEqual([error.fault, tries], ["undecodable", 1], encoding);
        }
    });

    it("reads no more of an answer than 16 MiB, decoded", async () => {
        const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20, " "));
        const url = await scriptedServer((_request, response) => {
            response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
        });
        const error = await faultOf(createHttpClient().send(url));
        assert.deepEqual([error.fault, /16 MiB/.test(error.message)], ["too_big", true]);
    });

    it("ends at its time limit while an answer still comes, byte by byte", async () => {
        const url = await scriptedServer((_request, response) => {
            response.writeHead(200, { "content-type": "application/json" });
            const timer = setInterval(() => response.write(" "), 10);
            response.once("close", () => {
                clearInterval(timer);
            });
        });
        const error = await faultOf(createHttpClient({ timeoutMs: 200 }).send(url));
        assert.equal(error.fault, "timeout");
    });

    it("keeps the process alive until its time limit", async () => {
        const url = await scriptedServer(() => undefined);
        const program = `require("./okta/http").createHttpClient({ timeoutMs: 200 }).send("${url}")
            .catch((error) => { console.log(error.fault); });`;
        const child = spawn(process.execPath, ["--import", "tsx", "-e", program]);
        const [output, closed] = await Promise.all([text(child.stdout), once(child, "close")]);
        assert.deepEqual([output.trim(), closed[0]], ["timeout", 0]);
    });

    it("accepts no certificate that is not trusted", async () => {
        const { key, cert } = selfSignedCertificate();
        let reached = 0;
        const server = createTlsServer({ key, cert }, (_request, response) => {
            reached += 1;
            response.end("{}");
        }).listen(0, "127.0.0.1");
        servers.push(server);
        await once(server, "listening");
        const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
        const error = await faultOf(createHttpClient({ retries: 0 }).send(url));
        assert.equal(error.fault, "tls");
        assert.match(error.message, /DEPTH_ZERO_SELF_SIGNED_CERT/);
        assert.equal(reached, 0);
        // Nothing but trust is missing: who trusts the certificate is answered.
        const [response] = (await once(get(url, { ca: cert }), "response")) as [IncomingMessage];
        response.resume();
        assert.deepEqual([response.statusCode, reached], [200, 1]);
    });

    it("reports each attempt without query, headers or body", async () => {
        const calls: HttpCall[] = [];
        const url = await scriptedServer((_request, response) => response.end("{}"));
        await createHttpClient({ onCall: (call) => calls.push(call) }).send(`${url}/a?token=x`);
        assert.deepEqual(
            calls.map(({ method, url: shown, outcome }) => [method, shown, outcome]),
            [["GET", `${url}/a`, 200]],
        );
    });
});
