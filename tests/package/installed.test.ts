import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";

const root = join(__dirname, "..", "..");
const run = promisify(execFile);

/** Runs a command, and shows all it printed where it fails. */
async function ok(cwd: string, command: string, ...args: string[]): Promise<string> {
    try {
        return (await run(command, args, { cwd, maxBuffer: 1 << 26 })).stdout;
    } catch (error) {
        const { stdout, stderr } = error as { stdout?: string; stderr?: string };
        throw new Error(`${command} ${args.join(" ")}\n${stdout}\n${stderr}`);
    }
}

/** The package as `npm run prepare` has built it: packing must not build it under other tests. */
describe("the package as npm installs it", function () {
    this.timeout(900_000);
    let folder: string;
    const bin = (name: string) => join(folder, "node_modules", ".bin", name);
    const packed = () => join(folder, "node_modules", "rezonate-okta");

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "rezonate-okta-consumer-"));
        const packs = await ok(
            root,
            "npm",
            "pack",
            "--ignore-scripts",
            "--json",
            "--pack-destination",
            folder,
        );
        const [{ filename } = { filename: "" }] = JSON.parse(packs.slice(packs.indexOf("["))) as {
            filename: string;
        }[];
        await writeFile(join(folder, "package.json"), '{ "private": true }\n');
        const quiet = ["--prefer-offline", "--no-audit", "--no-fund"];
        const beside = ["@pulumi/pulumi", "@pulumi/okta", "@pulumi/tls", "@types/node"];
        const tools = ["typescript@5.9", "ts-node"];
        await ok(folder, "npm", "install", ...quiet, `./${filename}`, ...beside, ...tools);
        for (const name of ["main.ts", "main.mts"]) {
            await copyFile(join(__dirname, "consumer", "main.ts"), join(folder, name));
        }
    });
    after(() => rm(folder, { recursive: true, force: true }));

    const strict = [
        ...["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess"],
        ...["--skipLibCheck", "false", "--target", "es2022", "--types", "node"],
    ];
    const resolutions: readonly (readonly [string, string, ...string[]])[] = [
        ["node10", "commonjs", "main.ts"],
        ["node16", "node16", "main.ts", "main.mts"],
        ["nodenext", "nodenext", "main.ts", "main.mts"],
        ["bundler", "esnext", "main.ts", "main.mts"],
    ];
    for (const [resolution, module, ...files] of resolutions) {
        it(`compiles in a program with moduleResolution ${resolution}`, async () => {
            const how = ["--module", module, "--moduleResolution", resolution];
            await ok(folder, bin("tsc"), "--noEmit", ...strict, ...how, ...files);
        });
    }

    const expected = "acme okta.users.read undefined function\n";

    it("runs as CommonJS and as an ES module, compiled by tsc", async () => {
        const how = ["--module", "nodenext", "--noCheck", "--outDir", "out"];
        await ok(folder, bin("tsc"), ...strict, ...how, "main.ts", "main.mts");
        assert.equal(await ok(folder, process.execPath, "out/main.js"), expected);
        assert.equal(await ok(folder, process.execPath, "out/main.mjs"), expected);
    });

    it("runs under ts-node, as Pulumi runs a TypeScript program", async () => {
        // The tsconfig.json of Pulumi's own template.
        const compilerOptions = { strict: true, target: "es2020", module: "nodenext" };
        const options = { compilerOptions, files: ["main.ts"] };
        await writeFile(join(folder, "tsconfig.json"), JSON.stringify(options));
        const hook = ["-r", "ts-node/register"];
        assert.equal(await ok(folder, process.execPath, ...hook, "main.ts"), expected);
    });

    it("has a command that tells its version", async () => {
        const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
            version: string;
        };
        assert.equal(await ok(folder, bin("rezonate-okta"), "--version"), `${version}\n`);
    });

    // npm may put dependencies of the package into a folder of its own below it.
    const filesOfPackage = async () => {
        const entries = await readdir(packed(), { recursive: true, withFileTypes: true });
        return entries
            .filter((entry) => entry.isFile())
            .map((entry) => relative(packed(), join(entry.parentPath, entry.name)))
            .filter((file) => !file.startsWith("node_modules/"));
    };

    it("holds every file that its documents link to", async () => {
        const documents = (await filesOfPackage()).filter((file) => file.endsWith(".md"));
        assert.ok(documents.includes("README.md") && documents.includes("docs/handoff.md"));
        const missing: string[] = [];
        for (const document of documents) {
            const text = await readFile(join(packed(), document), "utf8");
            for (const [, link = ""] of text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)) {
                if (!existsSync(join(packed(), dirname(document), link))) {
                    missing.push(`${document}: ${link}`);
                }
            }
        }
        assert.deepEqual(missing, []);
    });

    it("holds no test, and no file of the sandbox's source", async () => {
        const files = await filesOfPackage();
        const unwanted = /^(tests|bench|scripts)\/|\.test\.|^sandbox\/.*\.ts$|\.tgz$/;
        assert.deepEqual(
            files.filter((name) => unwanted.test(name)),
            [],
        );
    });
});
