import assert from "node:assert/strict";

import { type AdminClient, openAdminClient } from "../../okta/adminClient";
import { createHttpClient, HttpError } from "../../okta/http";
import { fetchAllPages, fetchPages } from "../../okta/pages";
import { listOf } from "../../rules/json";
import { closeSandboxes, sandbox } from "../sandbox/support";
import { closeScriptedServers, scriptedServer } from "../support/scriptedServer";

const http = createHttpClient({ retries: 0 });

async function clientOf(url: string, apiToken: string): Promise<AdminClient> {
    const opened = await openAdminClient({ kind: "apiToken", apiToken }, new URL(url), http);
    assert.ok("client" in opened);
    return opened.client;
}

describe("lists of many pages", () => {
    after(closeSandboxes);
    afterEach(() => {
        closeScriptedServers();
    });

    it("are read to their end, and an answer that is none is handed on", async () => {
        const { url, apiToken } = await sandbox({ seed: { users: 7 } });
        const all = await fetchAllPages(await clientOf(url, apiToken), "/api/v1/users?limit=3");
        assert.deepEqual([all.status, listOf(all.json).length], [200, 8]);
        const refused = await fetchAllPages(await clientOf(url, "not-the-token"), "/api/v1/users");
        assert.equal(refused.status, 401);
    });

    it("take no token to another host, however a link spells it", async () => {
        let foreignCalls = 0;
        const foreign = await scriptedServer((_request, response) => {
            foreignCalls += 1;
            response.end("[]");
        });
        const host = new URL(foreign).host;
        const links = [
            `https://acme.okta.com//${host}/x`,
            `https://acme.okta.com/\\\\${host}/x`,
            `${foreign}/x`,
            `https://user:pass@${host}/x`,
            `https://acme.okta.com/%2F%2F${host}/x`,
        ];
        for (const link of links) {
            const paths: string[] = [];
            const org = await scriptedServer((request, response) => {
                paths.push(request.url ?? "");
                const more = paths.length === 1 ? { link: `<${link}>; rel="next"` } : {};
                response.writeHead(200, more).end("[1]");
            });
            await fetchAllPages(await clientOf(org, "token"), "/list").catch((error: unknown) => {
                assert.ok(error instanceof HttpError && error.fault === "not_allowed", link);
            });
            assert.equal(foreignCalls, 0, link);
        }
    });

    it("go on at a relative link, and end with an error at one that cannot be read", async () => {
        const read = async (link: string) => {
            let page = 0;
            const org = await scriptedServer((_request, response) => {
                page += 1;
                const more = page === 1 ? { link: `<${link}>; rel="next"` } : {};
                response.writeHead(200, more).end(`[${page}]`);
            });
            return fetchAllPages(await clientOf(org, "token"), "/api/v1/list");
        };
        for (const link of ["/api/v1/list?after=1", "?after=1", "list?after=1"]) {
            assert.deepEqual((await read(link)).json, [1, 2], link);
        }
        for (const link of ["http://", "https://[", "mailto:x", "data:,[]"]) {
            const unread = (error: unknown) =>
                error instanceof HttpError && error.fault === "undecodable";
            await assert.rejects(read(link), unread, link);
        }
    });

    it("are given up where they do not end", async function () {
        this.timeout(60_000);
        const nextOf: ((page: number) => string)[] = [
            () => "/list",
            (page) => `/list?after=${page}`,
        ];
        for (const next of nextOf) {
            let page = 0;
            const org = await scriptedServer((_request, response) => {
                page += 1;
                const link = `<http://org${next(page)}>; rel="next"`;
                response.writeHead(200, { link }).end("[1]");
            });
            await assert.rejects(
                fetchAllPages(await clientOf(org, "token"), "/list"),
                (error: unknown) => error instanceof HttpError && error.fault === "too_many_pages",
            );
            assert.ok(page <= 1000, String(page));
        }
    });

    it("are read so far only, where that is said, or to a page without entries", async () => {
        let page = 0;
        const org = await scriptedServer((_request, response) => {
            page += 1;
            const link = `<http://org/list?after=${page}>; rel="next"`;
            response.writeHead(200, { link }).end(page < 4 ? `[${page}]` : "[]");
        });
        const client = await clientOf(org, "token");
        const cut = await fetchPages(client, "/list", { most: 2 });
        assert.deepEqual([cut.response.json, cut.isCut], [[1, 2], true]);
        page = 0;
        const whole = await fetchPages(client, "/list", { most: 9, endsEmpty: true });
        assert.deepEqual([whole.response.json, whole.isCut], [[1, 2, 3], false]);
    });
});
