import assert from "node:assert/strict";

import { forStack } from "../../checks/stackCommands";
import { buildProgram } from "../../cli/main";
import { CODE_TABLES } from "../../scripts/docs/troubleshooting";

/** Every command in the hints of the code tables, as it is printed without a stack. */
const printed = CODE_TABLES.flatMap(([, , codes]) =>
    Object.values(codes).flatMap(({ hint }) =>
        [...hint.matchAll(/`((?:pulumi|npx|npm|rezonate-okta) [^`]*)`/g)].map(
            ([, command = ""]) => command,
        ),
    ),
);

describe("commands in hints", () => {
    it("are these and no others", () => {
        assert.deepEqual([...new Set(printed)].sort(), [
            "npx rezonate-okta adopt",
            "npx rezonate-okta doctor",
            "npx rezonate-okta doctor --fix",
            "npx rezonate-okta doctor --fix --destroy",
            "npx rezonate-okta handoff",
            "npx rezonate-okta pipeline-app",
            "npx rezonate-okta pipeline-app --revoke-token",
            "npx rezonate-okta rotate",
            "npx rezonate-okta verify",
            "npx rezonate-okta verify --watch",
            "pulumi cancel --yes",
            "pulumi config set --secret apiKey",
            "pulumi config set okta:apiToken --secret",
            "pulumi up",
            "pulumi up --refresh --run-program",
        ]);
    });

    it("hold no placeholder and no example that would be taken for the real thing", () => {
        for (const command of printed) {
            assert.doesNotMatch(command, /[<>]|\.\.\.|acme|VALUE/, command);
        }
    });

    it("are verbs and options that the command takes", async () => {
        const { commands: verbs } = await buildProgram();
        for (const command of printed.filter((one) => one.startsWith("npx rezonate-okta"))) {
            const [, , name, ...options] = command.split(" ");
            const verb = verbs.find((one) => one.name() === name);
            assert.ok(verb, command);
            for (const option of options) {
                assert.ok(
                    verb.options.some(({ long }) => long === option),
                    command,
                );
            }
        }
    });

    it("are printed for the stack that the verb was run on, and for its folder", () => {
        const hint = "Run `pulumi up`, then `npx rezonate-okta verify --watch`. Set `label`.";
        assert.equal(
            forStack(hint, { stack: "org/it's" }),
            "Run `pulumi up --stack 'org/it'\\''s'`, then `npx rezonate-okta verify --watch --stack 'org/it'\\''s'`. Set `label`.",
        );
        assert.equal(
            forStack(hint, { stack: "dev", dir: "/my $HOME" }),
            "Run `pulumi up --stack dev --cwd '/my $HOME'`, then `npx rezonate-okta verify --watch --stack dev --dir '/my $HOME'`. Set `label`.",
        );
    });
});
