import assert from "node:assert/strict";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { OutputMap, Stack } from "@pulumi/pulumi/automation";

import { openStack } from "../../cli/demo/workspace";
import { LOGIN } from "../support/apiKey";
import { escEvaluator } from "../support/esc";
import { environmentOf, runCli, runVerb } from "../support/runCli";
import {
    changesOf,
    openTestEnvironment,
    stateFiles,
    type TestEnvironment,
} from "../support/testEnvironment";
import { yamlHost } from "../support/yaml";

const root = join(__dirname, "..", "..");

/** A program in YAML with an integration of each other method beside that of the example. */
function withOtherMethods(manifest: string, gateway: string): string {
    const resources = `
  market:
    type: rezonate-okta:MarketplaceIntegration
    properties:
      oktaDomain: \${oktaDomain}
  key:
    type: rezonate-okta:ApiKeyIntegration
    properties:
      oktaDomain: \${oktaDomain}
      login: ${LOGIN}
      gateways: ["${gateway}"]
outputs:
  clientId: \${market.clientId}
  clientSecret: \${market.clientSecret}
  login: \${key.login}
`;
    return manifest.replace("\noutputs:\n", resources);
}

describe("the examples, on a deployed stack", function () {
    this.timeout(300_000);
    let world: TestEnvironment;
    let stack: Stack;
    let outputs: OutputMap;

    before(async () => {
        world = await openTestEnvironment();
        stack = await world.inProcess();
        outputs = (await stack.up(world.watch)).outputs;
    });
    after(() => world.close());

    const made = (name: string) => String(outputs[name]?.value);
    const verify = (credentials: string) =>
        runCli(
            ["verify", "--credentials", "-", "--scopes", "default", "--org-url", world.org.url],
            { stdin: credentials },
        );

    // A copy, as users have it: with the packages that it asks for, and nothing else. This one is
    // as `npm run prepare` has built it.
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

    it("esc gives the outputs to a process, the secret ones as secrets", async function () {
        const open = await escEvaluator();
        if (open === undefined) {
            this.skip();
        }
        const environment = join(root, "examples", "esc", "rezonate.yaml");
        const opened = await open(environment, { "rezonate-okta/prod": outputs });
        assert.deepEqual(opened.environmentVariables, {
            REZONATE_TENANT_ID: { value: "acme", secret: false },
            REZONATE_APPLICATION_ID: { value: made("applicationId"), secret: true },
            REZONATE_PRIVATE_KEY: { value: made("privateKey"), secret: true },
        });
        const { REZONATE_CREDENTIALS: file } = opened.files;
        assert.equal(file?.secret, true);
        const proof = await verify(String(file.value));
        assert.equal(proof.code, 0, proof.stdout + proof.stderr);

        // Without that stack there is nothing to give, and that is said.
        await assert.rejects(open(environment, {}), /there is no stack "rezonate-okta\/prod"/);
    });

    it("yaml makes the same integration, and those of the other methods, through PulumiPlugin.yaml", async function () {
        const host = await yamlHost(world);
        if (host === undefined) {
            this.skip();
        }
        const project = join(world.folders.root, "yaml");
        await mkdir(project);
        const example = await readFile(join(root, "examples", "yaml", "Pulumi.yaml"), "utf8");
        const manifest = example.replace("../..", root);
        const write = (gateway: string) =>
            writeFile(join(project, "Pulumi.yaml"), withOtherMethods(manifest, gateway));
        await write("192.0.2.1/24/evil");
        const deployed = await openStack({
            ...world,
            folders: { ...world.folders, project },
            config: {
                "okta-access:oktaDomain": world.org.domain,
                "okta:orgName": "acme",
                "okta:baseUrl": "okta.com",
                "okta:httpProxy": world.org.url,
                "okta:apiToken": world.org.apiToken,
            },
        });
        await assert.rejects(deployed.preview(world.watch), (error) => {
            assert.match(String(error), /gateways\[0\]: got "192\.0\.2\.1\/24\/evil"/);
            assert.doesNotMatch(String(error), /\n +at (?!process\.).*components/);
            return true;
        });
        await write("192.0.2.1");
        const { credentials, clientId, clientSecret, login } = (await deployed.up(world.watch))
            .outputs;
        assert.equal(credentials?.secret, true);
        assert.equal((await verify(String(credentials.value))).code, 0);
        assert.deepEqual([clientId?.secret, clientSecret?.secret], [true, true]);
        assert.deepEqual(login, { value: LOGIN, secret: false });
        assert.deepEqual(changesOf(await deployed.preview(world.watch)), {});

        // The org has another example's app, too, which a read-only admin may not be shown.
        world.org.org.appView = "all";
        // The command knows the integration by its type, whatever language the program is in.
        for (const name of ["rezonate", "market"]) {
            const on = ["--stack", "dev", "--dir", project, "--integration", name];
            const { code, stdout } = await runVerb(["verify", ...on], {
                env: environmentOf(world),
            });
            assert.equal(code, 0, stdout);
        }
        await deployed.destroy(world.watch);
    });

    it("leave nothing behind, and no key in any state or event", async () => {
        await stack.destroy(world.watch);
        assert.equal(world.org.store.apps.list().length, 0);
        const [, keyLine = ""] = made("privateKey").split("\n");
        const written = [...(await stateFiles(world.folders)), ...world.output];
        assert.ok(keyLine.length > 40 && written.length > 10);
        for (const text of written) {
            assert.ok(!text.includes(keyLine));
            assert.ok(!text.includes("PRIVATE KEY"));
        }
    });
});
