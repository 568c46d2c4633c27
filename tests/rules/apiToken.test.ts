import assert from "node:assert/strict";

import { daysLeft, WARN_BELOW_DAYS } from "../../rules/apiToken";

describe("the age of an API token", () => {
    const now = Date.parse("2025-06-01T12:00:00.000Z");

    it("is counted in whole days, below 0 once the token has ended", () => {
        assert.equal(daysLeft("2025-07-01T12:00:00.000Z", now), 30);
        assert.equal(daysLeft("2025-06-11T11:59:59.000Z", now), 9);
        assert.equal(daysLeft("2025-06-02T11:00:00.000Z", now), 0);
        assert.equal(daysLeft("2025-06-01T11:59:59.000Z", now), -1);
    });

    it("is no reason to warn where the time cannot be read", () => {
        assert.equal(daysLeft("soon", now) < WARN_BELOW_DAYS, false);
    });
});
