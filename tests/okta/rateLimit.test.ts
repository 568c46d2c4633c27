import assert from "node:assert/strict";

import { rateLimitWait } from "../../okta/rateLimit";

const DATE = "Wed, 25 Nov 2026 08:00:00 GMT";
const NOW = Date.parse(DATE) / 1000;

describe("the wait after a 429", () => {
    const waits: Record<string, [reset: string | null, date: string | null, wait: number]> = {
        "lasts until the reset, by the org's clock": [`${NOW + 30}`, DATE, 30_000],
        "lasts until the later of two resets": [`${NOW + 5}, ${NOW + 20}`, DATE, 20_000],
        "passes over what is no number among several": [`soon,${NOW + 7}`, DATE, 7_000],
        "takes milliseconds": [`${(NOW + 12) * 1000}`, DATE, 12_000],
        "is short where the reset is now": [`${NOW}`, DATE, 250],
        "backs off where the reset is past": [`${NOW - 1}`, DATE, 4_000],
        "backs off where the reset is far away": [`${NOW + 86_400}`, DATE, 4_000],
        "backs off without a reset": [null, DATE, 4_000],
        "backs off where the reset is empty": ["", DATE, 4_000],
        "backs off where the reset is no number": ["-5", DATE, 4_000],
        "backs off without the org's clock": [`${NOW + 30}`, null, 4_000],
    };
    for (const [what, [reset, date, wait]] of Object.entries(waits)) {
        it(what, () => {
            assert.equal(rateLimitWait(reset, date, 2), wait);
        });
    }

    it("doubles with each answer that does not tell, up to 64 seconds", () => {
        const backoff = [0, 1, 2, 3, 4, 5, 6, 7, 50].map((attempt) =>
            rateLimitWait(null, null, attempt),
        );
        const seconds = [1, 2, 4, 8, 16, 32, 64, 64, 64];
        assert.deepEqual(
            backoff,
            seconds.map((each) => each * 1000),
        );
    });
});
