import { doctorCodes } from "../../checks/drift/codes";
import { ownPipelineAppCodes } from "../../checks/pipelineApp/codes";
import { preflightCodes } from "../../checks/preflight/codes";
import { rotateCodes } from "../../checks/rotation/codes";
import { usageCodes } from "../../checks/usage/codes";
import { type CodeText, verifyCodes } from "../../checks/verify/codes";

const HEAD = `# Troubleshooting

What each code of \`rezonate-okta verify\`, \`preflight\`, \`pipeline-app\`, \`rotate\`, \`usage\` and \`doctor\` means and how to fix it, in the
words of the command itself. Exit codes: 0 no findings, 1 findings to fix, 2 it could not be
checked.

This file is made from the tables \`checks/*/codes.ts\`. Change them, then run \`npm run docs\`.
`;

/** The verbs with finding codes, each with the question it answers and its table. */
export const CODE_TABLES: readonly (readonly [
    verb: string,
    question: string,
    codes: Readonly<Record<string, CodeText>>,
])[] = [
    [
        "verify",
        "After `pulumi up`: can Rezonate read what it should, and nothing more?",
        verifyCodes,
    ],
    ["preflight", "Before the first `pulumi up`: would it go through?", preflightCodes],
    [
        "pipeline-app",
        "When the pipeline gets an app in the place of an admin's token: does each step hold? It also gives the codes of `preflight`.",
        ownPipelineAppCodes,
    ],
    ["rotate", "When the key changes: does each step hold?", rotateCodes],
    ["usage", "Now and then: does Rezonate need all that it was given?", usageCodes],
    ["doctor", "Later: has something changed in Okta behind the stack's back?", doctorCodes],
];

/** Returns the text of docs/troubleshooting.md. */
export function troubleshooting(): string {
    const sections = CODE_TABLES.map(([verb, question, codes]) => {
        const entries = Object.entries(codes).map(
            ([code, { meaning, hint }]) => `### ${verb}: ${code}\n\n${meaning}\n\n${hint}\n`,
        );
        return [`## ${verb}\n\n${question}\n`, ...entries].join("\n");
    });
    return [HEAD, ...sections].join("\n");
}
