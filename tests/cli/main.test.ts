import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { buildProgram } from "../../cli/main";
import { createSandbox } from "../../sandbox/org/server";
import { runCli } from "../support/runCli";

const main = join(__dirname, "..", "..", "cli", "main.ts");

describe("the command line", function () {
    this.timeout(30_000);

    it("has help with examples and --json for every verb", async () => {
        const { commands } = await buildProgram();
        const names = [
            "demo",
            "preflight",
            "verify",
            "doctor",
            "usage",
            "evidence",
            "adopt",
            "handoff",
            "rotate",
            "pipeline-app",
            "sandbox",
        ];
        assert.deepEqual(
            commands.map((verb) => verb.name()),
            names,
        );
        for (const verb of commands) {
            let help = "";
            verb.configureOutput({ writeOut: (text) => (help += text) });
            verb.outputHelp();
            // The sandbox's own command lists its options.
            assert.match(help, verb.name() === "sandbox" ? /okta-sandbox/ : /^ +--json /m);
            assert.match(help, new RegExp(`Examples:\n {2}rezonate-okta ${verb.name()}`));
        }
    });

    it("lists every verb without loading it", async () => {
        const program = await buildProgram([]);
        assert.match(program.helpInformation(), /^ {2}doctor \[options\] +Compares/m);
    });

    it("ends with 2 and one line, without a stack, when it is used wrongly", async () => {
        const runs = await Promise.all(
            [
                ["nothing-like-it"],
                ["verify"],
                ["verify", "--stack", "a", "--credentials", "b"],
                ["verify", "--credentials", "/no/such/file"],
                ["doctor"],
                ["preflight"],
                ["sandbox", "--port", "x"],
            ].map((args) => runCli(args)),
        );
        for (const { code, stdout, stderr } of runs) {
            assert.equal(code, 2, stderr);
            assert.equal(stdout, "");
            assert.notEqual(stderr, "");
            assert.doesNotMatch(stderr, /^\s+at /m);
        }
    });

    it("refuses seconds that are none, or too few, as all of its options", async () => {
        const { commands } = await buildProgram();
        const parse = (verb: string, flag: string, value: string) => {
            const option = commands
                .find((one) => one.name() === verb)
                ?.options.find(({ long }) => long === flag);
            assert.ok(option?.parseArg, `${verb} ${flag}`);
            return option.parseArg(value, undefined);
        };
        const least = {
            "verify --interval": "0.1",
            "verify --max-time": "1",
            "preflight --max-time": "1",
            "doctor --max-time": "1",
            "adopt --max-time": "1",
            "usage --max-time": "1",
            "evidence --max-time": "1",
            "verify --timeout": "0",
            "verify --max-wait": "0",
        };
        for (const [words, floor] of Object.entries(least)) {
            const [verb = "", flag = ""] = words.split(" ");
            assert.equal(parse(verb, flag, floor), Number(floor));
            assert.equal(parse(verb, flag, "86400"), 86_400);
            const below = Number(floor) > 0 ? ["0", "0.05"] : [];
            for (const value of [
                ...below,
                "-1",
                "five",
                "",
                "1e3",
                "Infinity",
                "0x10",
                "86401",
                " 5",
            ]) {
                assert.throws(
                    () => parse(verb, flag, value),
                    /wanted a number of seconds from/,
                    value,
                );
            }
        }
    });

    it("tells its version", async () => {
        const { code, stdout } = await runCli(["--version"]);
        assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
        assert.equal(code, 0);
    });
});

describe("rezonate-okta sandbox", function () {
    this.timeout(30_000);

    it("prints one JSON line when it is ready, and stops on SIGTERM", async () => {
        const args = ["sandbox", "--port", "0", "--json", "--domain", "beta.okta.com"];
        const child = spawn(process.execPath, ["--import", require.resolve("tsx"), main, ...args], {
            stdio: ["ignore", "pipe", "inherit"],
        });
        const lines: string[] = [];
        const reader = createInterface({ input: child.stdout });
        reader.on("line", (line) => lines.push(line));
        await once(reader, "line");
        const ready = JSON.parse(lines[0] ?? "") as { url: string; apiToken: string };
        const users = await fetch(`${ready.url}/api/v1/users/me`, {
            headers: { authorization: `SSWS ${ready.apiToken}` },
        });
        assert.equal(users.status, 200);
        const exited = once(child, "exit");
        child.kill("SIGTERM");
        assert.deepEqual(await exited, [0, null]);
        assert.equal(lines.length, 1);
    });

    it("names what is wrong with a seed, a port in use or a state file", async () => {
        const folder = await mkdtemp(join(tmpdir(), "rezonate-okta-test-"));
        try {
            const seed = join(folder, "seed.json");
            await writeFile(seed, '{"users": "many"}');
            const { code, stderr } = await runCli(["sandbox", "--port", "0", "--seed", seed]);
            assert.equal(code, 2);
            assert.match(stderr, /--seed .*seed\.json: The seed is not valid/);
            const taken = await createSandbox();
            const second = await runCli(["sandbox", "--port", new URL(taken.url).port]);
            await taken.close();
            assert.equal(second.code, 2);
            assert.match(second.stderr, /is already in use/);
            const state = join(folder, "none", "org.json");
            const third = await runCli(["sandbox", "--port", "0", "--state", state]);
            assert.equal(third.code, 2);
            assert.match(third.stderr, /--state: the folder of .*org\.json does not exist/);
        } finally {
            await rm(folder, { recursive: true });
        }
    });
});
