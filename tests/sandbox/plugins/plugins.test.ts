import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import * as fs from "node:fs/promises";
import * as path from "node:path";

import type { Engine } from "../../../sandbox/engine/index";
import { type PluginMode, type Plugins, preparePlugins } from "../../../sandbox/plugins/index";
import type { ProviderName } from "../../../sandbox/plugins/requiredPlugins";
import { createScratch, failureOf, fakeEngine, type Scratch } from "../engine/fakes";

const okta = "7.1.2";
const tls = "5.6.3";
const sdk = "3.248.1";

describe("plugins for the engine", () => {
    let scratch: Scratch;
    let home: string;
    let project: string;
    let engine: Engine;
    beforeEach(async () => {
        scratch = await createScratch();
        home = path.join(scratch.folder, "home");
        const command = path.join(scratch.folder, "engine", "bin", "pulumi");
        await fakeEngine(command);
        project = path.join(scratch.folder, "project");
        await installPackage("@pulumi/okta", okta);
        await installPackage("@pulumi/tls", tls);
        await installPackage("@pulumi/pulumi", sdk);
        engine = { command, version: "3.256.0", source: "cache" };
    });
    afterEach(() => scratch.remove());

    const installPackage = async (name: string, version: string): Promise<void> => {
        const folder = path.join(project, "node_modules", name);
        await fs.mkdir(folder, { recursive: true });
        await fs.writeFile(path.join(folder, "package.json"), JSON.stringify({ name, version }));
    };
    const prepare = (mode: PluginMode, providers?: ProviderName[]): Promise<Plugins> =>
        preparePlugins({
            mode,
            providers,
            engine,
            pulumiHome: home,
            projectDir: project,
            env: { ...scratch.env, PULUMI_HOME: path.join(scratch.folder, "users-home") },
        });
    const installOfficial = async (): Promise<void> => {
        const plugins = path.join(scratch.folder, "users-home", "plugins");
        await fakeEngine(path.join(plugins, `resource-okta-v${okta}`, "pulumi-resource-okta"));
        await fakeEngine(path.join(plugins, `resource-tls-v${tls}`, "pulumi-resource-tls"));
    };

    it("installs stand-ins in the versions that the npm packages ask for", async () => {
        const plugins = await prepare("stand-in");
        assert.deepEqual((await fs.readdir(path.join(home, "plugins"))).sort(), [
            `language-nodejs-v${sdk}`,
            `resource-okta-v${okta}`,
            `resource-pulumi-nodejs-v${sdk}`,
            `resource-tls-v${tls}`,
        ]);
        assert.deepEqual(
            { ...plugins, env: Object.keys(plugins.env) },
            {
                mode: "stand-in",
                official: false,
                pulumiHome: home,
                env: [
                    "PULUMI_HOME",
                    "PULUMI_SKIP_UPDATE_CHECK",
                    "NODE_COMPILE_CACHE",
                    "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION",
                    "PULUMI_IGNORE_AMBIENT_PLUGINS",
                ],
                description: `stand-in plugins: okta ${okta}, tls ${tls}, with our Node language host`,
            },
        );
    });

    it("installs only the providers that are asked for", async () => {
        const plugins = await prepare("stand-in", ["tls"]);
        assert.match(plugins.description, /^stand-in plugins: tls 5\.6\.3, with/);
        const installed = await fs.readdir(path.join(home, "plugins"));
        assert.ok(installed.includes(`resource-tls-v${tls}`));
        assert.ok(!installed.includes(`resource-okta-v${okta}`));
    });

    it("starts each of them as one process that prints its port and ends on SIGINT", async () => {
        await prepare("stand-in");
        for (const [folder, file] of [
            [`resource-okta-v${okta}`, "pulumi-resource-okta"],
            [`resource-tls-v${tls}`, "pulumi-resource-tls"],
            [`language-nodejs-v${sdk}`, "pulumi-language-nodejs"],
        ] as const) {
            const plugin = spawn(path.join(home, "plugins", folder, file), { stdio: "pipe" });
            const port = await new Promise<string>((resolve) =>
                plugin.stdout.once("data", (data: Buffer) => resolve(data.toString())),
            );
            assert.match(port, /^\d+\n$/);
            const ended = new Promise((resolve) => plugin.once("close", resolve));
            plugin.kill("SIGINT");
            await ended;
        }
    });

    it("uses the engine's own language host where there is one", async () => {
        await fakeEngine(path.join(path.dirname(engine.command), "pulumi-language-nodejs"));
        const plugins = await prepare("stand-in");
        assert.deepEqual((await fs.readdir(path.join(home, "plugins"))).sort(), [
            `resource-okta-v${okta}`,
            `resource-tls-v${tls}`,
        ]);
        assert.equal(plugins.description, `stand-in plugins: okta ${okta}, tls ${tls}`);
    });

    it("does not hide a language host that is on PATH only", async () => {
        await fakeEngine(path.join(scratch.bin, "pulumi-language-nodejs"));
        const plugins = await prepare("stand-in");
        assert.equal(plugins.env["PULUMI_IGNORE_AMBIENT_PLUGINS"], undefined);
    });

    it("takes official plugins that the user has, and replaces stand-ins by them", async () => {
        await prepare("stand-in");
        await installOfficial();
        const plugins = await prepare("auto");
        assert.equal(plugins.mode, "official");
        assert.equal(
            plugins.description,
            `official plugins: okta ${okta}, tls ${tls}, with our Node language host`,
        );
        assert.equal(plugins.env["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"], undefined);
        const folder = path.join(home, "plugins", `resource-okta-v${okta}`);
        assert.match(
            await fs.readFile(path.join(folder, "pulumi-resource-okta"), "utf8"),
            /echo v3\.256\.0/,
        );
        assert.equal((await prepare("stand-in")).mode, "stand-in");
        assert.match(
            await fs.readFile(path.join(folder, "pulumi-resource-okta"), "utf8"),
            /stand-ins\/okta\.js/,
        );
    });

    it("overwrites no plugin that somebody else has put there", async () => {
        const folder = path.join(home, "plugins", `resource-okta-v${okta}`);
        await fakeEngine(path.join(folder, "pulumi-resource-okta"));
        const error = await failureOf(prepare("stand-in"));
        assert.match(error.message, /holds a plugin that okta-sandbox has not put there/);
    });
});
