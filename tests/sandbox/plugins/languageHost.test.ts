import assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { ProgramInfo } from "@pulumi/pulumi/proto/language_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

import { runtimeOptions, splitWords } from "../../../sandbox/plugins/language/options";
import { programDependencies, requiredPackages } from "../../../sandbox/plugins/language/packages";
import { resolveFrom } from "../../../sandbox/plugins/language/program";

describe("the stand-in language host", () => {
    let folder: string;
    beforeEach(async () => {
        folder = await fs.mkdtemp(path.join(os.tmpdir(), "language-test-"));
    });
    afterEach(() => fs.rm(folder, { recursive: true, force: true }));

    const write = async (file: string, contents: object): Promise<void> => {
        const target = path.join(folder, file);
        await fs.mkdir(path.dirname(target), { recursive: true });
        await fs.writeFile(target, JSON.stringify(contents));
    };

    describe("required packages", () => {
        it("are those whose package.json has a pulumi block with a resource", async () => {
            const okta = { name: "@pulumi/okta", version: "7.0.0", pulumi: { resource: true } };
            await write("node_modules/@pulumi/okta/package.json", okta);
            await write("node_modules/@pulumi/pulumi/package.json", {
                name: "@pulumi/pulumi",
                version: "3.248.0",
            });
            await write("node_modules/lodash/package.json", { name: "lodash", pulumi: true });
            await write("node_modules/lodash/node_modules/sdk/package.json", {
                name: "sdk",
                version: "1.0.0",
                pulumi: { resource: true, name: "acme", version: "v2.0.0", server: "https://x" },
            });
            const found = await requiredPackages(folder);
            assert.deepEqual(
                found.map(({ name, version, server }) => ({ name, version, server })),
                [
                    { name: "okta", version: "v7.0.0", server: "" },
                    { name: "acme", version: "v2.0.0", server: "https://x" },
                ],
            );
        });

        it("are those of okta and tls in this repository, so that no command loads more", async () => {
            const found = await requiredPackages(path.join(__dirname, "..", "..", ".."));
            assert.deepEqual(found.map(({ name }) => name).sort(), ["okta", "tls"]);
        });

        it("leave out a policy pack beside the program, and follow no link twice", async () => {
            const tls = { name: "@pulumi/tls", version: "5.6.1", pulumi: { resource: true } };
            await write("policy/PulumiPolicy.yaml", {});
            await write("policy/node_modules/@pulumi/tls/package.json", tls);
            await write("store/tls/package.json", tls);
            await fs.mkdir(path.join(folder, "node_modules/@pulumi"), { recursive: true });
            await fs.symlink(
                path.join(folder, "store/tls"),
                path.join(folder, "node_modules/@pulumi/tls"),
            );
            await fs.symlink(folder, path.join(folder, "node_modules/self"));
            assert.deepEqual(
                (await requiredPackages(folder)).map(({ name, version }) => name + version),
                ["tlsv5.6.1"],
            );
        });

        it("pass over a package.json that cannot be read", async () => {
            await write("node_modules/broken/package.json", {});
            await fs.writeFile(path.join(folder, "node_modules/broken/package.json"), "{");
            assert.deepEqual(await requiredPackages(folder), []);
        });
    });

    it("lists a program's dependencies as installed", async () => {
        await write("package.json", { dependencies: { b: "^1" }, devDependencies: { a: "*" } });
        await write("node_modules/a/package.json", { name: "a", version: "2.0.0" });
        await write("node_modules/b/package.json", {
            name: "b",
            version: "1.1.0",
            dependencies: { c: "*", b: "*" },
        });
        await write("node_modules/c/package.json", { name: "c", version: "3.0.0" });
        const names = async (transitive: boolean): Promise<string[]> =>
            (await programDependencies(folder, transitive)).map((d) => `${d.name}@${d.version}`);
        assert.deepEqual(await names(false), ["a@2.0.0", "b@1.1.0"]);
        assert.deepEqual(await names(true), ["a@2.0.0", "b@1.1.0", "c@3.0.0"]);
    });

    it("says what to run where a program has no @pulumi/pulumi", () => {
        assert.throws(
            () => resolveFrom(folder, "@pulumi/pulumi/cmd/run", "pulumi install"),
            new Error(
                `${folder} has no installed @pulumi/pulumi (@pulumi/pulumi/cmd/run was not found). ` +
                    "Run `pulumi install` there first.",
            ),
        );
    });

    describe("runtime options", () => {
        const read = (options: Record<string, JavaScriptValue>): unknown =>
            runtimeOptions(new ProgramInfo().setOptions(Struct.fromJavaScript(options)));

        it("default to TypeScript and npm", () => {
            assert.deepEqual(runtimeOptions(undefined), {
                typescript: true,
                tsconfig: undefined,
                nodeargs: [],
                packagemanager: "npm",
            });
        });

        it("are taken from Pulumi.yaml", () => {
            const options = {
                typescript: false,
                tsconfig: "tsconfig.run.json",
                nodeargs: "--a 'b c'",
            };
            assert.deepEqual(read({ ...options, packagemanager: "pnpm" }), {
                typescript: false,
                tsconfig: "tsconfig.run.json",
                nodeargs: ["--a", "b c"],
                packagemanager: "pnpm",
            });
        });

        it("of the wrong type are refused by name", () => {
            assert.throws(() => read({ typescript: "yes" }), /option typescript must be true or/);
            assert.throws(() => read({ tsconfig: 1 }), /option tsconfig must be a string/);
            assert.throws(() => read({ packagemanager: "cnpm" }), /packagemanager is "cnpm"/);
        });

        it("split node's arguments as a shell does", () => {
            assert.deepEqual(splitWords(`  a "b \\" c" d\\ e 'f"'g "" `), [
                "a",
                'b " c',
                "d e",
                'f"g',
                "",
            ]);
            assert.throws(() => splitWords(`a "b`), /unclosed/);
        });
    });
});
