import assert from "node:assert/strict";
import { cp, mkdir, readFile, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { OutputMap, Stack } from "@pulumi/pulumi/automation";

import { openStack } from "../../cli/demo/workspace";
import { changesOf, openWorld, stateFiles, type World } from "../support/world";

const root = join(__dirname, "..", "..");

describe("the examples, on a deployed stack", function () {
    this.timeout(300_000);
    let world: World;
    let stack: Stack;
    let outputs: OutputMap;

    before(async () => {
        world = await openWorld();
        stack = await world.program();
        outputs = (await stack.up(world.watch)).outputs;
    });
    after(() => world.close());

    const made = (name: string) => String(outputs[name]?.value);

    // A copy, as users have it: with the packages that it asks for, and nothing else.
    const copyOf = async (example: string, config: Record<string, string>) => {
        const project = join(world.folders.root, example);
        await cp(join(root, "examples", example), project, { recursive: true });
        const manifest = JSON.parse(await readFile(join(project, "package.json"), "utf8")) as {
            dependencies: Record<string, string>;
            devDependencies: Record<string, string>;
        };
        for (const name of Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })) {
            const link = join(project, "node_modules", name);
            await mkdir(dirname(link), { recursive: true });
            await symlink(name === "rezonate-okta" ? root : join(root, "node_modules", name), link);
        }
        return openStack({ ...world, folders: { ...world.folders, project }, config });
    };

    it("stack-reference reads the outputs, which stay secret", async () => {
        const rezonateStack = "organization/rezonate-okta/dev";
        const reader = await copyOf("stack-reference", { rezonateStack });
        const { credentials } = (await reader.up(world.watch)).outputs;
        assert.equal(credentials?.secret, true);
        assert.deepEqual(JSON.parse(String(credentials.value)), {
            tenant_id: made("tenantId"),
            application_id: made("applicationId"),
            private_key: made("privateKey"),
        });
        assert.deepEqual(changesOf(await reader.preview(world.watch)), {});
        await reader.destroy(world.watch);
    });

    it("leave nothing behind, and no key in any state or event", async () => {
        await stack.destroy(world.watch);
        assert.equal(world.org.store.apps.list().length, 0);
        const [, keyLine = ""] = made("privateKey").split("\n");
        const written = [...(await stateFiles(world.folders)), ...world.heard];
        assert(keyLine.length > 40 && written.length > 10);
        for (const text of written) {
            assert(!text.includes(keyLine));
            assert(!text.includes("PRIVATE KEY"));
        }
    });
});
