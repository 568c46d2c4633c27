import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

import { doctor } from "../../checks/index";
import { readLocks } from "../../cli/stack/readLocks";

describe("who holds the lock of a stack", () => {
    let root: string;
    let path: string | undefined;

    /** A `pulumi` that says where its backend is, and locks in it. */
    before(async () => {
        root = await mkdtemp(join(tmpdir(), "locks-"));
        const script = `#!/bin/sh\necho '{"user": "ann", "url": "file://${root}/state?no_tmp_dir=true"}'\n`;
        await writeFile(join(root, "pulumi"), script, { mode: 0o755 });
        path = process.env["PATH"];
        process.env["PATH"] = `${root}:${path}`;
    });
    after(async () => {
        process.env["PATH"] = path;
        await rm(root, { recursive: true });
    });

    async function lock(folder: string, content: unknown): Promise<void> {
        const locks = join(root, "state", ".pulumi", "locks", folder);
        await mkdir(locks, { recursive: true });
        const text = typeof content === "string" ? content : JSON.stringify(content);
        await writeFile(join(locks, `${Math.random()}.json`), text);
        await writeFile(join(locks, `${Math.random()}.json.attrs`), "{}");
    }
    const made = (pid: number, host = hostname()) => ({
        pid,
        username: "ann",
        hostname: host,
        timestamp: "2026-01-01T00:00:00Z",
    });
    // Process ids end far below this one.
    const NO_PROCESS = 2 ** 30;

    it("is told of each lock, and whether its process runs", async () => {
        assert.deepEqual(await readLocks({ name: "dev", project: "p" }), []);
        await lock("organization/p/dev", made(NO_PROCESS));
        await lock("organization/p/other", made(NO_PROCESS));
        await lock("organization/p/dev", "{");
        const at = "2026-01-01T00:00:00Z";
        const gone = { pid: NO_PROCESS, holder: `ann@${hostname()}`, since: at, isGone: true };
        for (const name of ["dev", "organization/p/dev"]) {
            assert.deepEqual(await readLocks({ name, project: "p" }), [gone]);
        }
        await lock("running", made(process.pid));
        await lock("running", made(NO_PROCESS, "elsewhere"));
        const running = await readLocks({ name: "running", project: "p" });
        assert.deepEqual(
            running.map(({ isGone }) => isGone),
            [false, false],
        );
    });

    it("is said by doctor before all else", async () => {
        const codes = async (isGone: boolean) => {
            const held = { pid: 1, holder: "ann@laptop", since: "2026-01-01T00:00:00Z", isGone };
            const state = { deployment: { resources: [] } };
            const report = await doctor({ stack: { state, name: "dev", locks: [held] }, env: {} });
            const [first] = report.findings;
            assert.match(first?.hint ?? "", /`pulumi cancel --yes --stack dev`/);
            return report.findings.map(({ code }) => code);
        };
        assert.deepEqual(await codes(true), ["stack_locked", "nothing_deployed"]);
        assert.deepEqual(await codes(false), ["stack_in_use", "nothing_deployed"]);
    });
});
