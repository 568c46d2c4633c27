import assert from "node:assert/strict";

import type { Sandbox } from "../../sandbox/org/server";
import {
    admin,
    type Answer,
    bearer,
    call,
    closeSandboxes,
    provision,
    rsaKey,
    sandbox,
    token,
} from "./support";

const key = rsaKey();

function next(answer: Answer): string | undefined {
    return /<([^>]*)>; rel="next"/.exec(answer.headers.get("link") ?? "")?.[1];
}

async function pages(org: Sandbox, path: string): Promise<{ id: string }[][]> {
    const all: { id: string }[][] = [];
    for (let url: string | undefined = org.url + path; url !== undefined;) {
        const answer: Answer = await admin(org, "GET", url.slice(org.url.length));
        assert.equal(answer.status, 200);
        all.push(answer.body as unknown as { id: string }[]);
        url = next(answer);
    }
    return all;
}

describe("sandbox org: paging", () => {
    afterEach(closeSandboxes);

    it("goes through all pages by Link headers, and ends without next", async () => {
        const org = await sandbox({ seed: { users: 449 } });
        const all = await pages(org, "/api/v1/users?limit=200");
        assert.deepEqual(
            all.map((page) => page.length),
            [200, 200, 50],
        );
        assert.equal(new Set(all.flat().map((user) => user.id)).size, 450);
        const first = await admin(org, "GET", "/api/v1/users?limit=200");
        const self = `<${org.url}/api/v1/users?limit=200>; rel="self"`;
        assert.ok((first.headers.get("link") ?? "").startsWith(self));
    });

    it("leaves nothing out while what was listed is deleted", async () => {
        const org = await sandbox({ seed: { groups: 30 } });
        const seen = new Set<string>();
        let path: string | undefined = "/api/v1/groups?limit=10";
        while (path !== undefined) {
            const answer: Answer = await admin(org, "GET", path);
            for (const group of answer.body as unknown as { id: string; type: string }[]) {
                seen.add(group.id);
                if (group.type === "OKTA_GROUP") {
                    await admin(org, "DELETE", `/api/v1/groups/${group.id}`);
                }
            }
            path = next(answer)?.slice(org.url.length);
        }
        assert.equal(seen.size, 31);
    });

    it("finds by q, filter and search, and refuses expressions that are none", async () => {
        const org = await sandbox();
        const names = async (query: string) => {
            const { body } = await admin(org, "GET", `/api/v1/users?${query}`);
            return (body as unknown as { profile: { firstName: string } }[]).map(
                (user) => user.profile.firstName,
            );
        };
        assert.deepEqual(await names("q=gra"), ["Grace"]);
        assert.deepEqual(await names(`filter=status+eq+"SUSPENDED"`), ["Edsger"]);
        const search = encodeURIComponent(
            `profile.lastName sw "T" or (profile.firstName eq "Ada" and not status eq "STAGED")`,
        );
        assert.deepEqual(await names(`search=${search}`), ["Ada", "Alan"]);
        for (const bad of ["status eq", "eq", "status eq SUSPENDED", `a eq "b" and`, "((((", '"']) {
            const answer = await admin(
                org,
                "GET",
                `/api/v1/users?filter=${encodeURIComponent(bad)}`,
            );
            assert.deepEqual([answer.status, answer.body["errorCode"]], [400, "E0000031"], bad);
        }
    });

    it("refuses limits and cursors that are none", async () => {
        const org = await sandbox();
        for (const query of ["limit=0", "limit=x", "limit=-5", "after=zzz"]) {
            const answer = await admin(org, "GET", `/api/v1/users?${query}`);
            assert.deepEqual([answer.status, answer.body["errorCode"]], [400, "E0000001"], query);
        }
    });
});

describe("sandbox org: rate limits", () => {
    afterEach(closeSandboxes);

    it("gives each principal half of a bucket and says when to come back", async () => {
        let now = Date.parse("2026-01-01T00:00:10Z");
        const org = await sandbox({ rateLimits: "free", now: () => now });
        const list = () => admin(org, "GET", "/api/v1/apps");
        const first = await list();
        assert.deepEqual(
            ["limit", "remaining", "reset"].map((name) =>
                first.headers.get(`x-rate-limit-${name}`),
            ),
            ["10", "9", String(now / 1000 + 60)],
        );
        for (let index = 0; index < 9; index += 1) {
            assert.equal((await list()).status, 200);
        }
        const refused = await list();
        assert.equal(refused.status, 429);
        const { errorId, ...body } = refused.body;
        assert.match(String(errorId), /^oae/);
        assert.deepEqual(body, {
            errorCode: "E0000047",
            errorSummary: "API call exceeded rate limit due to too many requests.",
            errorLink: "E0000047",
            errorCauses: [],
        });
        assert.equal(refused.headers.get("date"), "Thu, 01 Jan 2026 00:00:10 GMT");
        assert.equal(refused.headers.get("x-rate-limit-remaining"), "0");
        assert.equal((await admin(org, "GET", "/api/v1/users/me")).status, 200);
        now += 60_000;
        assert.equal((await list()).status, 200);
    });

    it("lets principal-rate-limits change the share of a client", async () => {
        const org = await sandbox({ rateLimits: "enterprise" });
        const id = await provision(org, key, ["okta.logs.read"]);
        const set = await admin(org, "POST", "/api/v1/principal-rate-limits", {
            principalId: id,
            principalType: "OAUTH_CLIENT",
            defaultPercentage: 10,
        });
        assert.equal(set.status, 201);
        const accessToken = await token(org, id, key, "okta.logs.read");
        const answer = await bearer(org, accessToken, "GET", "/api/v1/logs");
        assert.equal(answer.headers.get("x-rate-limit-limit"), "5");
    });

    it("refuses too many at once with a limit of 0", async () => {
        const org = await sandbox({ rateLimits: "free", latency: 1000 });
        const answers = await Promise.all(
            Array.from({ length: 40 }, () => admin(org, "GET", "/api/v1/users/me")),
        );
        const refused = answers.filter((answer) => answer.status === 429);
        assert.equal(refused.length, 5);
        assert.equal(refused[0]?.headers.get("x-rate-limit-limit"), "0");
        assert.ok(refused[0]?.headers.get("x-rate-limit-reset"));
    });

    it("has the headers on refusals too, and never limits the metadata", async () => {
        const org = await sandbox({ rateLimits: "free" });
        const refused = await call(org.url, "GET", "/api/v1/users");
        assert.equal(refused.status, 401);
        assert.ok(refused.headers.get("x-rate-limit-limit"));
        const metadata = await call(org.url, "GET", "/.well-known/okta-organization");
        assert.equal(metadata.headers.get("x-rate-limit-limit"), null);
    });
});
