import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { run as runArgv } from "../../cli/main";
import { type CliRun, runCli } from "../support/runCli";

interface Failure {
    readonly ok: boolean;
    readonly error?: string;
    readonly findings: readonly { readonly code: string; readonly detail: string }[];
}

describe("a verb that could not check", function () {
    this.timeout(60_000);
    let folder: string;
    let junit: string;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "rezonate-okta-test-"));
        junit = join(folder, "report.xml");
        await writeFile(join(folder, "not.json"), "{");
    });
    afterEach(() => rm(junit, { force: true }));
    after(() => rm(folder, { recursive: true }));

    // A folder without a project, on a machine without Pulumi.
    const spawned = (args: readonly string[], stdin?: string): Promise<CliRun> =>
        runCli(args, { cwd: folder, stdin, env: { PATH: dirname(process.execPath) } });

    // The same without a process for each.
    async function run(args: readonly string[]): Promise<CliRun> {
        const texts = { stdout: "", stderr: "" };
        const restore = (["stdout", "stderr"] as const).map((name) => {
            const write = process[name].write.bind(process[name]);
            process[name].write = (text: string | Uint8Array) => {
                texts[name] += String(text);
                return true;
            };
            return () => (process[name].write = write);
        });
        const { exitCode } = process;
        const { PATH } = process.env;
        const cwd = process.cwd();
        process.chdir(folder);
        process.env.PATH = dirname(process.execPath);
        try {
            const code = await runArgv(args);
            return { code, ...texts };
        } finally {
            process.env.PATH = PATH;
            process.chdir(cwd);
            process.exitCode = exitCode;
            restore.forEach((give) => give());
        }
    }

    const reported = ["verify", "preflight", "doctor"];
    const causes: readonly (readonly [what: string, args: readonly string[], reason: RegExp])[] = [
        ["no stack is known", ["verify"], /no Pulumi/],
        ["no stack is known", ["preflight"], /no Pulumi/],
        ["no stack is known", ["doctor"], /no Pulumi/],
        ["no stack is known", ["handoff"], /no Pulumi/],
        ["the stack cannot be read", ["verify", "--stack", "dev"], /--stack dev/],
        ["the stack cannot be read", ["preflight", "--stack", "dev"], /--stack dev/],
        ["the stack cannot be read", ["doctor", "--stack", "dev"], /--stack dev/],
        ["the stack cannot be read", ["handoff", "--stack", "dev"], /--stack dev/],
        ["an option is unknown", ["verify", "--nonsense"], /unknown option '--nonsense'/],
        ["an option is unknown", ["preflight", "--nonsense"], /unknown option '--nonsense'/],
        ["an option is unknown", ["doctor", "--nonsense"], /unknown option '--nonsense'/],
        ["an option is unknown", ["handoff", "--nonsense"], /unknown option '--nonsense'/],
        ["an option has a bad value", ["verify", "--timeout", "x"], /Got "x", wanted a number/],
        ["two options exclude each other", ["handoff", "--age", "a", "--pgp", "b"], /not both/],
        [
            "two options exclude each other",
            ["verify", "--stack", "a", "--credentials", "b"],
            /one source of credentials/,
        ],
        [
            "two options exclude each other",
            ["preflight", "--stack", "a", "--okta-domain", "acme.okta.com"],
            /not both/,
        ],
        ["the credentials are not there", ["verify", "--credentials", "none"], /ENOENT/],
        ["the credentials are no JSON", ["verify", "--credentials", "not.json"], /not JSON/],
        [
            "the address is none",
            ["preflight", "--okta-domain", "acme.okta.com", "--org-url", "http://acme.okta.com"],
            /--org-url/,
        ],
    ];
    for (const [what, args, reason] of causes) {
        const [verb = ""] = args;
        it(`${verb} gives the reason as JSON and as JUnit where ${what}`, async () => {
            const more = reported.includes(verb) ? ["--json", "--junit", junit] : ["--json"];
            const { code, stdout, stderr } = await run([...args, ...more]);
            assert.equal(code, 2, stderr);
            assert.match(stderr, reason);
            assert.doesNotMatch(stdout + stderr, /^\s+at /m);
            const failure = JSON.parse(stdout) as Failure;
            assert.equal(failure.ok, false);
            assert.match(failure.error ?? "", reason);
            assert.deepEqual(
                failure.findings.map((finding) => finding.code),
                ["could_not_check"],
            );
            assert.match(failure.findings[0]?.detail ?? "", reason);
            if (reported.includes(verb)) {
                const xml = await readFile(junit, "utf8");
                assert.match(xml, /failures="1"/);
                assert.match(xml, /type="could_not_check"/);
            }
        });
    }

    it("gives JUnit on stdout where no file is named", async () => {
        const { code, stdout } = await run(["verify", "--junit", "--nonsense"]);
        assert.equal(code, 2);
        assert.match(stdout, /<failure type="could_not_check" message="[^"]*--nonsense/);
    });

    it("prints the reason to stderr only where no report is asked for", async () => {
        const { code, stdout, stderr } = await run(["doctor"]);
        assert.deepEqual([code, stdout], [2, ""]);
        assert.match(stderr, /no Pulumi/);
    });

    it("says in JSON that the JUnit file cannot be written, too", async () => {
        const args = ["preflight", "--okta-domain", "acme.okta.com", "--org-url"];
        const file = join(folder, "none", "report.xml");
        const url = "http://127.0.0.1:1";
        const { code, stdout } = await run([...args, url, "--json", "--junit", file]);
        assert.equal(code, 2);
        assert.match((JSON.parse(stdout) as Failure).error ?? "", /--junit: ENOENT/);
        assert.ok(!existsSync(file));
    });

    const answers: Readonly<Record<string, RequestListener>> = {
        "breaks the connection": (request) => request.socket.destroy(),
        "answers gzip that is none": (_request, response) => {
            response.writeHead(200, {
                "content-type": "application/json",
                "content-encoding": "gzip",
            });
            response.end('{"id":"00o1"}');
        },
        "ends in the middle of its answer": (_request, response) => {
            response.writeHead(200, { "content-length": "100" });
            response.write('{"id":', () => response.destroy());
        },
        "answers brotli that is none": (_request, response) => {
            response.writeHead(200, { "content-encoding": "br" });
            response.end('{"id":"00o1"}');
        },
    };
    for (const [what, listener] of Object.entries(answers)) {
        it(`ends with 2 and a report where the org ${what}`, async () => {
            const server = createServer(listener).listen(0, "127.0.0.1");
            await new Promise((resolve) => server.once("listening", resolve));
            const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
            try {
                const org = ["--okta-domain", "acme.okta.com", "--org-url", url];
                const before = await spawned(["preflight", ...org, "--json"]);
                assert.equal(before.code, 2, before.stdout + before.stderr);
                assert.equal((JSON.parse(before.stdout) as Failure).ok, false);
                const credentials = {
                    okta_domain: "acme.okta.com",
                    api_key: `00${"a".repeat(40)}`,
                };
                const args = ["verify", "--credentials", "-", "--org-url", url, "--json"];
                const after = await spawned(args, JSON.stringify(credentials));
                assert.equal(after.code, 2, after.stdout + after.stderr);
                assert.equal((JSON.parse(after.stdout) as Failure).ok, false);
            } finally {
                server.closeAllConnections();
                server.close();
            }
        });
    }
});
