import assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { type ChildResult, runChild } from "../../sandbox/engine/child";
import { type Engine, ensureEngine } from "../../sandbox/engine/index";
import { type PluginMode, preparePlugins } from "../../sandbox/plugins/index";

const ROOT = path.resolve(__dirname, "../..");

describe("pulumi by hand, on the engine and plugins found here", function () {
    this.timeout(120_000);
    let folder: string;
    let engine: Engine;
    let env: NodeJS.ProcessEnv;

    before(async function () {
        // An engine may first have to be built.
        this.timeout(20 * 60_000);
        folder = await fs.mkdtemp(path.join(os.tmpdir(), "engine-e2e-"));
        await fs.mkdir(path.join(folder, "state"));
        await fs.symlink(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
        engine = await ensureEngine();
        const plugins = await preparePlugins({
            mode: (process.env["OKTA_PLUGINS"] ?? "auto") as PluginMode,
            engine,
            pulumiHome: path.join(folder, "home"),
            projectDir: ROOT,
        });
        env = {
            ...process.env,
            ...plugins.env,
            PULUMI_BACKEND_URL: `file://${path.join(folder, "state")}`,
            PULUMI_CONFIG_PASSPHRASE: "only for this test",
        };
    });
    after(() => fs.rm(folder, { recursive: true, force: true, maxRetries: 3 }));

    const project = async (name: string, files: Record<string, string>): Promise<string> => {
        const cwd = path.join(folder, name);
        await fs.mkdir(cwd);
        for (const [file, contents] of Object.entries(files)) {
            await fs.writeFile(path.join(cwd, file), contents);
        }
        return cwd;
    };
    const pulumi = (cwd: string, ...args: string[]): Promise<ChildResult> =>
        runChild(engine.command, [...args, "--non-interactive"], { cwd, env });
    const succeed = async (cwd: string, ...args: string[]): Promise<string> => {
        const result = await pulumi(cwd, ...args);
        assert.equal(result.code, 0, result.stdout + result.stderr);
        return result.stdout;
    };

    it("runs a plain JavaScript program, with its config and a secret", async () => {
        const cwd = await project("plain", {
            "Pulumi.yaml": "name: plain\nruntime: nodejs\n",
            "package.json": JSON.stringify({ main: "index.js" }),
            "index.js": `
                const pulumi = require("@pulumi/pulumi");
                const tls = require("@pulumi/tls");
                const config = new pulumi.Config();
                const key = new tls.PrivateKey("key", { algorithm: "ECDSA", ecdsaCurve: "P256" });
                exports.publicKey = key.publicKeyPem;
                exports.privateKey = key.privateKeyPem;
                exports.nested = config.requireObject("nested");
                exports.word = config.requireSecret("word");
            `,
        });
        await succeed(cwd, "stack", "init", "dev");
        await succeed(cwd, "config", "set", "--path", "nested.flag", "true");
        await succeed(cwd, "config", "set", "--secret", "word", "whispered");
        await succeed(cwd, "up", "--yes", "--skip-preview");
        const outputs = await succeed(cwd, "stack", "output", "--json");
        const { publicKey, ...rest } = JSON.parse(outputs) as { publicKey: string };
        assert.match(publicKey, /^-----BEGIN PUBLIC KEY-----/);
        assert.deepEqual(rest, {
            nested: { flag: true },
            privateKey: "[secret]",
            word: "[secret]",
        });
        await succeed(cwd, "preview", "--expect-no-changes", "--refresh");
        await succeed(cwd, "destroy", "--yes", "--skip-preview");
    });

    it("runs a TypeScript program with the tsconfig that Pulumi.yaml names", async () => {
        const cwd = await project("typed", {
            "Pulumi.yaml":
                "name: typed\nruntime:\n  name: nodejs\n  options:\n    tsconfig: tsconfig.run.json\n",
            "package.json": JSON.stringify({ main: "index.ts" }),
            "tsconfig.run.json": JSON.stringify({
                compilerOptions: { target: "es2022", module: "nodenext", noCheck: true },
            }),
            "index.ts": `
                import * as pulumi from "@pulumi/pulumi";
                const unchecked: number = "passes only unchecked";
                export const where: pulumi.Output<string> = pulumi.output(pulumi.getStack() + unchecked);
            `,
        });
        await succeed(cwd, "stack", "init", "dev");
        await succeed(cwd, "up", "--yes", "--skip-preview");
        const where = await succeed(cwd, "stack", "output", "where");
        assert.equal(where.trim(), "devpasses only unchecked");
    });

    it("reports a program's fault once, and fails", async () => {
        const cwd = await project("faulty", {
            "Pulumi.yaml": "name: faulty\nruntime: nodejs\n",
            "package.json": JSON.stringify({ main: "index.js" }),
            // Node 20.20 needs half a minute to show a stack with a frame of @pulumi/resource.ts in it.
            "index.js": `
                const pulumi = require("@pulumi/pulumi");
                Error.stackTraceLimit = 5;
                throw new pulumi.RunError("the moon is in the wrong house");
            `,
        });
        await succeed(cwd, "stack", "init", "dev");
        const result = await pulumi(cwd, "preview");
        assert.notEqual(result.code, 0);
        assert.equal(result.stdout.match(/error: the moon is in the wrong house/g)?.length, 2);
        assert.doesNotMatch(result.stdout, /non-zero exit code/);
    });

    it("serves a package of components that is written for Node", async () => {
        const cwd = await project("package", {
            "PulumiPlugin.yaml": "runtime: nodejs\n",
            "package.json": JSON.stringify({
                name: "@acme/thing",
                version: "0.1.0",
                main: "index.ts",
            }),
            "tsconfig.json": JSON.stringify({
                compilerOptions: { strict: true, skipLibCheck: true, module: "nodenext" },
            }),
            "index.ts": `
                import * as pulumi from "@pulumi/pulumi";
                export interface ThingArgs { label: pulumi.Input<string>; }
                export class Thing extends pulumi.ComponentResource {
                    constructor(name: string, args: ThingArgs, opts?: pulumi.ComponentResourceOptions) {
                        super("thing:index:Thing", name, {}, opts);
                        this.registerOutputs({});
                    }
                }
            `,
        });
        const schema = await succeed(cwd, "package", "get-schema", cwd);
        const { name, resources } = JSON.parse(schema.slice(schema.indexOf("{"))) as {
            name: string;
            resources: object;
        };
        assert.equal(name, "thing");
        assert.deepEqual(Object.keys(resources), ["thing:index:Thing"]);
    });
});
