import assert from "node:assert/strict";

import { checkPeriod, days } from "../../rules/period";

describe("a period to look back", () => {
    it("is a number of days, hours or minutes", () => {
        const periods = { "30d": days(30), "12h": days(0.5), "45m": 2_700_000, " 1d ": days(1) };
        for (const [text, value] of Object.entries(periods)) {
            assert.deepEqual(checkPeriod(text), { ok: true, value }, text);
        }
    });

    it("is refused in every other form, with what is wanted", () => {
        for (const got of [
            "",
            "30",
            "d",
            "0d",
            "-1d",
            "1.5d",
            "30 d",
            "30D",
            "1w",
            "٣d",
            30,
            null,
        ]) {
            const checked = checkPeriod(got);
            assert.ok(!checked.ok, String(got));
            assert.match(
                checked.problems[0]?.reason ?? "",
                /^got .*; wanted a number of days, hours or minutes, such as 30d/,
            );
        }
    });
});
