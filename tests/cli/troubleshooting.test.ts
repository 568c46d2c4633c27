import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { doctorCodes } from "../../checks/drift/codes";
import { preflightCodes } from "../../checks/preflight/codes";
import { type CodeText, verifyCodes } from "../../checks/verify/codes";

const file = join(__dirname, "..", "..", "docs", "troubleshooting.md");

const head = `# Troubleshooting

What each code of \`rezonate-okta verify\`, \`preflight\` and \`doctor\` means and what mends it, in the
words of the command itself. Exit codes: 0 all is ok, 1 something is to be mended, 2 it could not be
checked.

This file is made from the tables in \`cli/*/codes.ts\`: change them, then run
\`UPDATE_DOCS=true npm test -- tests/unit/cliTroubleshooting.test.ts\`.
`;

const verbs: readonly (readonly [string, string, Readonly<Record<string, CodeText>>])[] = [
    [
        "verify",
        "After `pulumi up`: can Rezonate read what it should, and nothing more?",
        verifyCodes,
    ],
    ["preflight", "Before the first `pulumi up`: would it go through?", preflightCodes],
    ["doctor", "Later: has something changed in Okta behind the stack's back?", doctorCodes],
];

function troubleshooting(): string {
    const sections = verbs.map(([verb, purpose, codes]) => {
        const entries = Object.entries(codes).map(
            ([code, { meaning, hint }]) => `### ${verb}: ${code}\n\n${meaning}\n\n${hint}\n`,
        );
        return [`## ${verb}\n\n${purpose}\n`, ...entries].join("\n");
    });
    return [head, ...sections].join("\n");
}

describe("docs/troubleshooting.md", () => {
    it("has the words that the commands print", () => {
        if (process.env["UPDATE_DOCS"] === "true") {
            writeFileSync(file, troubleshooting());
        }
        assert.equal(readFileSync(file, "utf8"), troubleshooting());
    });

    it("has a meaning and a hint for every code", () => {
        for (const [verb, , codes] of verbs) {
            for (const [code, { meaning, hint }] of Object.entries(codes)) {
                assert.match(meaning, /\.$/, `${verb}: ${code}`);
                assert.match(hint, /[.`]$/, `${verb}: ${code}`);
            }
        }
    });
});
