import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

import fc from "fast-check";

import { shellWord } from "../../rules/shell";

/** The words that a shell makes of a line. */
function wordsOf(line: string): string[] {
    const { stdout, stderr } = spawnSync("sh", ["-c", `printf '%s\\0' ${line}`]);
    assert.equal(stderr.toString(), "");
    return stdout.toString().split("\0").slice(0, -1);
}

describe("a word for the shell", () => {
    it("stands as it is where no shell reads anything into it", () => {
        for (const word of ["up", "--stack", "acme/prod", "a@b.example", "KEY=value"]) {
            assert.equal(shellWord(word), word);
        }
    });

    it("comes out of a shell as it went in, whatever it holds", () => {
        const awkward = [
            "",
            "'",
            "it's",
            "$(id)",
            "`id`",
            "a b",
            "*",
            "~",
            "=ls",
            "a\nb",
            "\\",
            "!",
        ];
        assert.deepEqual(wordsOf(awkward.map(shellWord).join(" ")), awkward);
        const words = fc.array(
            fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")),
            { minLength: 1, maxLength: 30 },
        );
        fc.assert(
            fc.property(words, (all) => {
                assert.deepEqual(wordsOf(all.map(shellWord).join(" ")), all);
            }),
            { numRuns: 30 },
        );
    });

    it("is quoted where only some shells expand it", () => {
        assert.equal(shellWord("=ls"), "'=ls'");
    });
});
