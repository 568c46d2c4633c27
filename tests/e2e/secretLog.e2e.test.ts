import assert from "node:assert/strict";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Stack } from "@pulumi/pulumi/automation";
import { build } from "esbuild";

import { openStack, packageFolder } from "../../cli/demo/workspace";
import { leakSearch } from "../support/leakSearch";
import { type LibraryProgram, libraryProgram } from "../support/libraryProgram";
import { installBesideOlderSdk, OLDER_SDK } from "../support/olderSdk";
import { runCommand } from "../support/runCli";
import { openTestEnvironment, stateFiles, type TestEnvironment } from "../support/testEnvironment";

/** A provider whose token is in no configuration; it is made before any component. */
const PROVIDER = `
const provider = new okta.Provider("acme", {
    orgName: "acme",
    baseUrl: "okta.com",
    httpProxy: process.env.ORG_URL,
    apiToken: pulumi.secret(process.env.ORG_TOKEN!),
});
`;

/** Resources that hold the key of an output in the forms that programs give it. */
const COPIES = `
import { createPrivateKey } from "node:crypto";

function copies(pem: pulumi.Output<string>, jwk: pulumi.Output<string>) {
    const to = (use: (text: string) => any, encoding: BufferEncoding) =>
        pem.apply((text) => Buffer.from(use(text)).toString(encoding));
    const der = (text: string) => createPrivateKey(text).export({ type: "pkcs8", format: "der" });
    const forms = {
        jwk,
        "jwk in base64": jwk.apply((text) => Buffer.from(text).toString("base64")),
        "pem in base64": to((text) => Buffer.from(text), "base64"),
        "der in base64": to(der, "base64"),
        "der in base64url": to(der, "base64url"),
    };
    for (const [form, description] of Object.entries(forms)) {
        const label = pulumi.getProject() + " " + form;
        const permissions = ["okta.users.read"];
        new okta.AdminRoleCustom(label, { label, description, permissions }, { provider });
    }
}
`;

const IMPORTS = `
import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
`;

describe("secrets in event logs", function () {
    this.timeout(900_000);
    let world: TestEnvironment;
    let program: LibraryProgram;
    const secrets = new Set<string>();

    before(async () => {
        world = await openTestEnvironment();
        program = await libraryProgram(world, "keys", "");
        secrets.add(world.org.apiToken);
    });
    after(() => world.close());

    const environment = () => ({
        ...world.environment,
        // The flag for the event log is one of these.
        PULUMI_DEBUG_COMMANDS: "true",
        ORG_URL: world.org.url,
        ORG_TOKEN: world.org.apiToken,
    });

    /** An `up` by hand, as those do who read its JSON and its event log. */
    const up = async ({ workspace }: Stack) => {
        const log = join(world.folders.root, "events.json");
        const args = ["up", "--yes", "--stack", "dev", "--json", "--event-log", log];
        const run = await runCommand([world.engine.command, ...args], {
            cwd: workspace.workDir,
            env: environment(),
        });
        assert.equal(run.code, 0, run.stdout.slice(-3000) + run.stderr);
        const events = await readFile(log, "utf8");
        world.output.push(run.stdout, run.stderr, events);
        // There is something to redact.
        assert.match(events, /RegisterResource RPC finished: .* resp: \[secret\]/);
    };
    const noLeaks = async () => {
        const texts = [...(await stateFiles(world.folders)), ...world.output];
        assert.ok(texts.length >= 5);
        assert.deepEqual(leakSearch([...secrets])(texts), []);
    };

    it("are none of a provider whose arguments come from oktaProviderArgs", async () => {
        await program.stack.setConfig("okta:apiToken", { value: world.org.apiToken, secret: true });
        await program.stack.setConfig("okta:httpProxy", { value: world.org.url });
        await program.write(`
            ${IMPORTS}
            import { oktaProviderArgs } from "./components";
            new okta.Provider("acme", oktaProviderArgs("acme.okta.com"));
        `);
        await up(program.stack);
        await noLeaks();
    });

    it("are none of a token from elsewhere, nor of a key in any form in other resources", async () => {
        await program.stack.removeAllConfig(["okta:apiToken", "okta:httpProxy"]);
        await program.write(`
            ${IMPORTS}
            ${PROVIDER}
            import { ServiceApp, SigningKeys } from "./components";
            ${COPIES}
            const keys = new SigningKeys("keys", {}, { provider });
            new ServiceApp("app", {
                oktaDomain: "acme.okta.com",
                label: "App",
                jwks: keys.publicJwks,
                scopes: ["okta.users.read"],
            }, { provider });
            copies(keys.privateKeyPem, keys.privateKeyJwk);
            export const pem = keys.privateKeyPemPkcs8;
            export const jwk = keys.privateKeyJwk;
        `);
        await up(program.stack);
        const { pem } = await program.stack.outputs();
        secrets.add(String(pem?.value));
        assert.match(String(pem?.value), /PRIVATE KEY/);
        await noLeaks();
    });

    describe(`beside a program's own @pulumi/pulumi ${OLDER_SDK}`, () => {
        let folder: string;
        const programOf = async (name: string, main: string) => {
            const manifest = {
                name,
                main,
                runtime: { name: "nodejs", options: { typescript: main.endsWith(".ts") } },
            };
            await writeFile(join(folder, "Pulumi.yaml"), JSON.stringify(manifest));
            const folders = { ...world.folders, project: folder };
            return openStack({ ...world, folders, config: {} });
        };

        before(async () => {
            folder = join(world.folders.root, "older");
            await mkdir(folder);
            await installBesideOlderSdk(folder);
            await writeFile(join(folder, "package.json"), "{}");
            await writeFile(
                join(folder, "index.ts"),
                `
                ${IMPORTS}
                ${PROVIDER}
                const keys = new pulumi.StackReference("organization/keys/dev");
                import { OAuthIntegration } from "rezonate-okta";
                ${COPIES}
                const text = (name: string) => keys.requireOutput(name).apply(String);
                copies(text("pem"), text("jwk"));
                const oktaDomain = "acme.okta.com";
                const made = new OAuthIntegration("rezonate", { oktaDomain }, { provider });
                export const { privateKey } = made;
            `,
            );
        });

        it("are none, nor of another stack", async () => {
            const stack = await programOf("older", "index.ts");
            await up(stack);
            const { privateKey } = await stack.outputs();
            secrets.add(String(privateKey?.value));
            assert.match(String(privateKey?.value), /PRIVATE KEY/);
            await noLeaks();
        });

        it("are none of a bundle that hides it, since that is refused with the way out", async () => {
            const apps = world.org.store.apps.size;
            await build({
                entryPoints: [join(folder, "index.ts")],
                outfile: join(folder, "bundle.js"),
                bundle: true,
                platform: "node",
                logLevel: "error",
            });
            // Pulumi's SDK finds it beside the bundle, not in it.
            await symlink(
                join(packageFolder(), "node_modules/typescript"),
                join(folder, "node_modules/typescript"),
            );
            const { workspace } = await programOf("bundled", "bundle.js");
            const run = await runCommand(
                [world.engine.command, "up", "--yes", "--stack", "dev", "--skip-preview"],
                { cwd: workspace.workDir, env: environment() },
            );
            assert.notEqual(run.code, 0);
            assert.match(
                run.stdout,
                /bundle has two copies of @pulumi\/pulumi: @pulumi\/okta uses/,
            );
            assert.match(run.stdout, /--external:@pulumi\/\*/);
            assert.doesNotMatch(run.stdout, /\n\s+at /);
            assert.equal(world.org.store.apps.size, apps);
        });
    });
});
