import assert from "node:assert/strict";

import { isGone, tryCall } from "../../okta/call";
import { HttpError } from "../../okta/http";

/** How a call ends that the org answers with this status and body. */
async function resultOf(status: number, body: string) {
    const url = "https://acme.okta.com/api/v1/apps/0oa1";
    let json: unknown;
    try {
        json = JSON.parse(body);
    } catch {
        json = undefined;
    }
    const answer = { url, status, headers: new Headers(), body, json, waitedMs: 0 };
    const { fact } = await tryCall(() =>
        Promise.resolve({ ...answer, rateLimit: {} as never, clockOffsetSeconds: undefined }),
    );
    return fact;
}

const error = (errorCode: string): string => JSON.stringify({ errorCode, errorSummary: "No." });

describe("the result of a call", () => {
    it("tells that a thing is gone by status and error code together", async () => {
        assert.equal(isGone(await resultOf(404, error("E0000007"))), true);
        assert.equal(isGone(await resultOf(404, error("E0000008"))), false);
        assert.equal(isGone(await resultOf(404, "<html>Not Found</html>")), false);
        assert.equal(isGone(await resultOf(404, "")), false);
        assert.equal(isGone(await resultOf(410, error("E0000007"))), false);
        assert.equal(isGone(await resultOf(200, error("E0000007"))), false);
    });

    it("is no deletion where no answer came", async () => {
        const { fact } = await tryCall(() =>
            Promise.reject(new HttpError("dropped", "acme.okta.com", "socket hang up")),
        );
        assert.equal(fact.status, undefined);
        assert.equal(isGone(fact), false);
    });
});
