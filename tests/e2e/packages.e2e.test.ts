import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const run = promisify(execFile);
const ROOT = join(__dirname, "..", "..");

interface Packed {
    readonly filename: string;
    readonly version: string;
    readonly files: readonly { readonly path: string }[];
}

interface ExitError {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
}

/** The packages as `npm run prepare` has built them, packed and installed outside of the tree. */
describe("the packages, each packed and installed in an empty folder", function () {
    this.timeout(300_000);
    let folder: string;

    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "rezonate-okta-test-"));
        await writeFile(join(folder, "package.json"), '{"private": true}');
    });
    afterEach(() => rm(folder, { recursive: true }));

    const pack = async (...workspace: string[]): Promise<Packed> => {
        const options = ["--ignore-scripts", "--json", "--pack-destination", folder];
        const { stdout } = await run("npm", ["pack", ...options, ...workspace], { cwd: ROOT });
        const packed = (JSON.parse(stdout) as Packed[])[0];
        assert.ok(packed);
        return packed;
    };
    const install = ({ filename }: Packed) =>
        run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", `./${filename}`], {
            cwd: folder,
        });
    const installed = async () => {
        const list = ["ls", "--omit=dev", "--all", "--parseable"];
        const { stdout } = await run("npm", list, { cwd: folder });
        return stdout.split("\n").map((path) => path.replace(/.*\/node_modules\//, ""));
    };
    const bin = (name: string) => join(folder, "node_modules", ".bin", name);
    const serves = async (command: string, ...args: string[]) => {
        const child = spawn(bin(command), [...args, "--port", "0", "--json"], {
            cwd: folder,
            stdio: ["ignore", "pipe", "inherit"],
        });
        const [line] = (await once(createInterface(child.stdout), "line")) as [string];
        const { url } = JSON.parse(line) as { url: string };
        const answer = await fetch(`${url}/.well-known/okta-organization`);
        assert.equal(answer.status, 200);
        assert.match(((await answer.json()) as { id: string }).id, /^00o/);
        const exited = once(child, "exit");
        child.kill("SIGTERM");
        assert.deepEqual(await exited, [0, null]);
    };

    it("okta-sandbox needs neither Pulumi nor a build, and answers when its bin has started", async () => {
        const packed = await pack("-w", "okta-sandbox");
        const paths = packed.files.map(({ path }) => path);
        for (const path of ["README.md", "SUPPORTED.md", "LICENSE", "engine/gomod/go.mod"]) {
            assert.ok(paths.includes(path), path);
        }
        await install(packed);
        const names = await installed();
        assert.ok(names.includes("okta-sandbox"));
        assert.deepEqual(
            names.filter((name) => /^(@pulumi|@grpc|esbuild|tsx|typescript)/.test(name)),
            [],
        );
        await serves("okta-sandbox");

        const program = [
            'import { createSandbox } from "okta-sandbox";',
            'import { ensureEngine, preparePlugins } from "okta-sandbox/pulumi";',
            "const org = await createSandbox();",
            "console.log(org.store.users.size, typeof ensureEngine, typeof preparePlugins);",
            "await org.close();",
        ].join("\n");
        const args = ["--input-type=module", "--eval", program];
        const { stdout } = await run(process.execPath, args, { cwd: folder });
        assert.equal(stdout, "5 function function\n");

        for (const plugin of ["okta", "tls", "language"]) {
            const dist = join(folder, "node_modules", "okta-sandbox", "dist");
            const main = join(dist, "plugins", plugin, "main.js");
            const child = spawn(process.execPath, [main], { stdio: ["ignore", "pipe", "inherit"] });
            const [port] = (await once(createInterface(child.stdout), "line")) as [string];
            assert.match(port, /^\d+$/, plugin);
            child.kill("SIGKILL");
            await once(child, "exit");
        }
    });

    it("rezonate-okta brings nothing of the sandbox, says how to get it, and runs the demo with it", async () => {
        const packed = await pack();
        assert.deepEqual(
            packed.files.filter(({ path }) => /(^|\/)sandbox\//.test(path)),
            [],
        );
        await install(packed);
        const names = await installed();
        assert.ok(names.includes("rezonate-okta"));
        const unwanted = /^(okta-sandbox|hono|@hono\/|zod|listr2|esbuild|tsx|typescript)/;
        assert.deepEqual(
            names.filter((name) => unwanted.test(name)),
            [],
        );

        for (const verb of ["demo", "sandbox"]) {
            const error: ExitError = await run(bin("rezonate-okta"), [verb], { cwd: folder }).then(
                () => assert.fail(`${verb} ended with 0`),
                (error: ExitError) => error,
            );
            assert.equal(error.code, 2);
            assert.equal(error.stdout, "");
            const command = `npm install --save-dev okta-sandbox@${packed.version}`;
            assert.equal(
                error.stderr,
                `rezonate-okta: this verb needs the package okta-sandbox: ${command}\n`,
            );
        }

        await install(await pack("-w", "okta-sandbox"));
        assert.ok(existsSync(bin("okta-sandbox")));
        await serves("rezonate-okta", "sandbox");

        const plugins = ["--plugins", process.env.OKTA_PLUGINS ?? "auto"];
        const demo = await run(bin("rezonate-okta"), ["demo", "--json", ...plugins], {
            cwd: folder,
        });
        const summary = JSON.parse(demo.stdout) as { ok: boolean; resources: unknown[] };
        assert.deepEqual([summary.ok, summary.resources.length], [true, 7]);
    });
});
