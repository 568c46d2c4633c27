import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import type { Stack } from "@pulumi/pulumi/automation";

import { cliCommand, environmentOf, runCli, runCommand, runVerb } from "../support/runCli";
import { openTestEnvironment, type TestEnvironment } from "../support/testEnvironment";

const run = promisify(execFile);

describe("handoff of a deployed stack", function () {
    this.timeout(300_000);
    let world: TestEnvironment;
    let stack: Stack;
    let folder: string;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "handoff-"));
        world = await openTestEnvironment();
        stack = await world.inProcess();
        await stack.up();
    });
    after(async () => {
        await world.close();
        await rm(folder, { recursive: true, force: true });
    });

    const handoff = (more: string[], env: NodeJS.ProcessEnv = {}) =>
        runVerb(["handoff", "--stack", "dev", "--dir", world.folders.project, ...more], {
            env: { ...environmentOf(world), ...env },
        });
    const noTools = () => ({ PATH: dirname(world.engine.command) });

    it("prints what verify, and Rezonate's form, take", async () => {
        const { code, stdout, stderr } = await handoff([]);
        assert.equal(code, 0, stderr);
        const keys = Object.keys(JSON.parse(stdout) as object);
        assert.deepEqual(keys, ["tenant_id", "application_id", "private_key"]);
        const verify = ["verify", "--credentials", "-", "--scopes", "default"];
        const proof = await runCli([...verify, "--org-url", world.org.url], { stdin: stdout });
        assert.equal(proof.code, 0, proof.stdout + proof.stderr);
    });

    it("writes a file that only its owner can read, and never over another one", async () => {
        const out = join(folder, "rezonate.json");
        const first = await handoff(["--out", out]);
        assert.deepEqual([first.code, first.stdout], [0, ""]);
        assert.equal((await stat(out)).mode & 0o777, 0o600);
        assert.match(await readFile(out, "utf8"), /"tenant_id": "acme"/);
        const second = await handoff(["--out", out]);
        assert.equal(second.code, 2);
        assert.match(second.stderr, /--out: .*new file in a folder that exists/);
    });

    it("says as JSON what it did, for scripts", async () => {
        const printed = JSON.parse((await handoff(["--json"])).stdout) as Record<string, string>;
        assert.deepEqual([printed.method, printed.encrypted], ["oauth", null]);
        assert.match(printed.text ?? "", /"tenant_id": "acme"/);
        const out = join(folder, "again.json");
        const written = await handoff(["--json", "--out", out]);
        assert.deepEqual(JSON.parse(written.stdout), { method: "oauth", encrypted: null, out });
        assert.equal(written.stderr, "");
    });

    it("says so where the device is full", async () => {
        const args = ["handoff", "--stack", "dev", "--dir", world.folders.project];
        const script = 'exec "$@" > /dev/full';
        const env = { ...process.env, ...environmentOf(world) };
        const ended = await run("bash", ["-c", script, "bash", ...cliCommand(args)], { env }).then(
            () => assert.fail("it ended with 0"),
            (error: unknown) => error as { code: number; stderr: string },
        );
        assert.equal(ended.code, 2);
        assert.match(ended.stderr, /^rezonate-okta: .*ENOSPC/);
        assert.doesNotMatch(ended.stderr, /\n\s+at |PRIVATE KEY/);
    });

    it("leaves no file on a full device, which would be in the way of the next try", async function () {
        // A device of one page for this process alone, full at first; then there is room.
        const script = `
            mount -t tmpfs -o size=4k none "$0" && head -c 4096 /dev/zero > "$0/all" || exit 99
            "$@"; echo "$?" "$(ls "$0")"
            rm "$0/all"
            "$@"; echo "$?" "$(ls "$0")"
        `;
        const device = join(folder, "device");
        await mkdir(device);
        const args = ["--stack", "dev", "--dir", world.folders.project];
        const command = cliCommand(["handoff", ...args, "--out", join(device, "out.json")]);
        const { code, stdout, stderr } = await runCommand(
            ["bash", "-c", 'exec unshare -rm bash -c "$@"', "bash", script, device, ...command],
            { env: environmentOf(world) },
        );
        if (code !== 0) {
            process.stderr.write(`\n*** THE TEST IS SKIPPED: no mount: ${stderr} ***\n\n`);
            this.skip();
        }
        assert.deepEqual(stdout.trim().split("\n"), ["2 all", "0 out.json"]);
        assert.match(stderr, /^rezonate-okta: --out: ENOSPC.* Make room, or name a file elsewhere/);
        assert.doesNotMatch(stderr, /\n\s+at |PRIVATE KEY/);
        const taken = await handoff(["--out", "/dev/full"]);
        assert.equal(taken.code, 2);
        assert.match(taken.stderr, /--out: EEXIST.*Name a new file/);
    });

    it("encrypts to an age recipient, with no tool on PATH", async () => {
        const age = await import("age-encryption");
        const identity = await age.generateX25519Identity();
        const recipient = await age.identityToRecipient(identity);
        const { code, stdout, stderr } = await handoff(["--age", recipient], noTools());
        assert.equal(code, 0, stderr);
        assert.doesNotMatch(stdout + stderr, /PRIVATE KEY|tenant_id|acme/);
        const decrypter = new age.Decrypter();
        decrypter.addIdentity(identity);
        const plain = await decrypter.decrypt(age.armor.decode(stdout), "text");
        assert.equal(plain, (await handoff([])).stdout);

        const wrong = await handoff(["--age", "age1recipient"]);
        assert.deepEqual([wrong.code, wrong.stdout], [2, ""]);
        assert.match(wrong.stderr, /--age: got "age1recipient"; wanted an age recipient/);
    });

    it("encrypts to a PGP key, and says when there is no gpg", async function () {
        const missing = await handoff(["--pgp", "reader.asc"], noTools());
        assert.deepEqual([missing.code, missing.stdout], [2, ""]);
        assert.match(missing.stderr, /--pgp: "gpg" was not found/);

        const env = { ...process.env, GNUPGHOME: folder };
        const gpg = (...args: string[]) => run("gpg", ["--batch", "--quiet", ...args], { env });
        const isThere = await gpg("--version").catch(() => undefined);
        if (isThere === undefined) {
            process.stderr.write("\n*** THE PGP TEST IS SKIPPED: no gpg ***\n\n");
            this.skip();
        }
        const noPassphrase = ["--pinentry-mode", "loopback", "--passphrase", ""];
        await gpg(
            ...noPassphrase,
            "--quick-generate-key",
            "reader@example.com",
            "default",
            "default",
        );
        const key = join(folder, "reader.asc");
        await gpg("--armor", "--output", key, "--export", "reader@example.com");
        const cipher = await handoff(["--pgp", key], { GNUPGHOME: join(folder) });
        assert.equal(cipher.code, 0, cipher.stderr);
        assert.match(cipher.stdout, /^-----BEGIN PGP MESSAGE-----/);
        await writeFile(join(folder, "message.asc"), cipher.stdout);
        const { stdout } = await gpg("--decrypt", join(folder, "message.asc"));
        assert.match(stdout, /"tenant_id": "acme"/);
        await run("gpgconf", ["--kill", "all"], { env });
    });
});
