import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { generatedDocs } from "../../scripts/docs";
import { CODE_TABLES } from "../../scripts/docs/troubleshooting";

const ROOT = join(__dirname, "../..");

describe("generated docs", function () {
    this.timeout(30_000);

    it("are the ones that `npm run docs` writes, with the words that the commands print", async () => {
        const docs = await generatedDocs();
        assert.ok("docs/troubleshooting.md" in docs);
        for (const [file, text] of Object.entries(docs)) {
            assert.equal(readFileSync(join(ROOT, file), "utf8"), text, `${file}: npm run docs`);
        }
    });

    it("have a meaning and a hint for every code", () => {
        for (const [verb, , codes] of CODE_TABLES) {
            for (const [code, { meaning, hint }] of Object.entries(codes)) {
                assert.match(meaning, /\.$/, `${verb}: ${code}`);
                assert.match(hint, /[.`]$/, `${verb}: ${code}`);
            }
        }
    });
});
