import assert from "node:assert/strict";

import fc from "fast-check";

import { checkLabel } from "../../rules/label";
import { hasHiddenCharacters, visibleLines, visibleText } from "../../rules/visible";

const ESCAPE = "\u001b[2K\u001b[1A";
const OVERRIDE = "\u202e";

describe("text from outside", () => {
    it("moves no cursor, adds no line and turns no direction", () => {
        assert.equal(visibleText(`a${ESCAPE}b`), "a\\u001b[2K\\u001b[1Ab");
        assert.equal(visibleText("not ok\rAll 15 ok.\n"), "not ok\\u000dAll 15 ok.\\u000a");
        assert.equal(visibleText(`x${OVERRIDE}y\u2028z\u009b`), "x\\u202ey\\u2028z\\u009b");
    });

    it("keeps the lines of a text of several", () => {
        assert.equal(visibleLines(`a\r\nb${ESCAPE}`), "a\nb\\u001b[2K\\u001b[1A");
    });

    it("keeps what people write, in any language", () => {
        for (const text of ["Rezonate – Größe", "レゾネート", "רזונייט", "👩‍🔧 ops", "a\\b"]) {
            assert.equal(visibleText(text), text);
        }
    });

    it("has no hidden characters afterwards, whatever it was", () => {
        fc.assert(
            fc.property(fc.string({ unit: "binary" }), (text) => {
                assert.equal(hasHiddenCharacters(visibleText(text)), false);
            }),
            { numRuns: 1000 },
        );
    });

    it("is no label of an app where it has hidden characters", () => {
        for (const hidden of [ESCAPE, OVERRIDE, "\n", "\t", "\u0000", "\u200f", "\u2029"]) {
            const checked = checkLabel(`Rezonate${hidden}`);
            assert.ok(!checked.ok && /control characters/.test(checked.problems[0]?.reason ?? ""));
            assert.ok(!hasHiddenCharacters(checked.problems[0]?.reason ?? ""));
        }
        assert.equal(checkLabel("Rezonate 👩‍🔧").ok, true);
    });
});
