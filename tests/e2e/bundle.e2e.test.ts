import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { build, type BuildOptions } from "esbuild";

import { openStack } from "../../cli/demo/workspace";
import { LOGIN } from "../support/apiKey";
import { openTestEnvironment, stateFiles, type TestEnvironment } from "../support/testEnvironment";

const root = join(__dirname, "..", "..");
const API_KEY = `00${"k".repeat(40)}`;
const PROGRAM = `
import { ApiKeyIntegration, MarketplaceIntegration, OAuthIntegration } from "rezonate-okta";

const oktaDomain = "acme.okta.com";
export const { privateKey } = new OAuthIntegration("oauth", { oktaDomain, verify: true });
new ApiKeyIntegration("key", { oktaDomain, login: "${LOGIN}", apiKey: "${API_KEY}" });
export const { clientSecret } = new MarketplaceIntegration("market", { oktaDomain });
`;

describe("a program that esbuild has bundled, with all three methods", function () {
    this.timeout(900_000);
    let world: TestEnvironment;

    beforeEach(async () => {
        world = await openTestEnvironment();
    });
    afterEach(() => world.close());

    /** What is warned of in an `up` of the program, of which only the bundle is there. */
    const warningsOfUp = async (options: BuildOptions) => {
        const source = join(world.folders.root, "source");
        // The package as `npm run prepare` has built it.
        for (const name of ["rezonate-okta", "@pulumi/pulumi", "@pulumi/okta", "@pulumi/tls"]) {
            const link = join(source, "node_modules", name);
            await mkdir(dirname(link), { recursive: true });
            await symlink(name === "rezonate-okta" ? root : join(root, "node_modules", name), link);
        }
        await writeFile(join(source, "main.ts"), PROGRAM);
        const project = join(world.folders.root, "bundled");
        await build({
            entryPoints: [join(source, "main.ts")],
            outfile: join(project, "index.js"),
            bundle: true,
            platform: "node",
            logLevel: "error",
            ...options,
        });
        await symlink(join(root, "node_modules"), join(project, "node_modules"));
        const runtime = { name: "nodejs", options: { typescript: false } };
        const manifest = JSON.stringify({ name: "bundled", runtime, main: "index.js" });
        await writeFile(join(project, "Pulumi.yaml"), manifest);
        const config = {
            "okta:orgName": "acme",
            "okta:baseUrl": "okta.com",
            "okta:apiToken": world.org.apiToken,
            "okta:httpProxy": world.org.url,
        };
        const stack = await openStack({ ...world, folders: { ...world.folders, project }, config });
        const { outputs } = await stack.up(world.watch);
        const { apps, apiServices } = world.org.store;
        assert.deepEqual([apps.size, apiServices.list().length], [1, 1]);

        const clientSecret = String(outputs["clientSecret"]?.value);
        const [, keyLine = ""] = String(outputs["privateKey"]?.value).split("\n");
        assert.ok(clientSecret.length > 20 && keyLine.length > 40);
        const written = [...(await stateFiles(world.folders)), ...world.output].join("\n");
        for (const secret of [clientSecret, API_KEY, world.org.apiToken, keyLine]) {
            assert.ok(!written.includes(secret), secret);
        }
        const said = world.output.filter((text) => !text.startsWith("{")).join("");
        await stack.destroy(world.watch);
        assert.deepEqual([apps.size, apiServices.list().length], [0, 0]);
        return said;
    };
    const tokens = () =>
        world.org.calls.filter(({ path, status }) => path === "/oauth2/v1/token" && status === 200)
            .length;
    const looked = new RegExp(`warning: ${LOGIN} has no API token`);

    it("deploys, and checks what it made, with everything in one file", async () => {
        const said = await warningsOfUp({});
        assert.match(said, looked);
        assert.doesNotMatch(said, /verify of oauth|could not be checked/);
        assert.equal(tokens(), 1);
    });

    it("does so minified, of the package's sources, with the SDKs left out", async () => {
        const alias = { "rezonate-okta": join(root, "components", "index.ts") };
        const said = await warningsOfUp({ alias, minify: true, external: ["@pulumi/*"] });
        assert.match(said, looked);
        assert.doesNotMatch(said, /verify of oauth|could not be checked/);
        assert.equal(tokens(), 1);
    });

    it("deploys with a warning where the bundle has no checks", async () => {
        const said = await warningsOfUp({ external: ["@pulumi/*", "../../checks/*"] });
        assert.match(said, /warning: verify of oauth: It could not be checked: Cannot find module/);
        assert.match(said, /warning: It could not be checked: Cannot find module/);
        assert.equal(tokens(), 0);
    });
});
