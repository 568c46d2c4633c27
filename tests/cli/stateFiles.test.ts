import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

import { explainCutState } from "../../cli/stack/stateFiles";
import { runCommand } from "../support/runCli";

describe("a stack whose file a kill has cut", () => {
    let root: string;
    let path: string | undefined;

    /** A `pulumi` that says where its backend is: in a folder whose name a shell would split. */
    beforeEach(async () => {
        root = await mkdtemp(join(tmpdir(), "a stack's "));
        const script = `#!/bin/sh\ncat <<END\n{"user": "ann", "url": "file://${root}?no_tmp_dir=true"}\nEND\n`;
        await writeFile(join(root, "pulumi"), script, { mode: 0o755 });
        path = process.env["PATH"];
        process.env["PATH"] = `${root}:${path}`;
    });
    afterEach(async () => {
        process.env["PATH"] = path;
        await rm(root, { recursive: true });
    });

    const WHOLE = JSON.stringify({ version: 3, checkpoint: { stack: "dev" } });
    const at = (name: string) => join(root, ".pulumi", name);
    const write = async (name: string, content: string | Buffer) => {
        await mkdir(dirname(at(name)), { recursive: true });
        await writeFile(at(name), content);
    };
    const explain = () => explainCutState("organization/p/dev", "p", root);
    const paste = async (said = "") => {
        const [line = ""] = said.split("\n").filter((one) => one.startsWith("  cp "));
        const { code, stderr } = await runCommand(["bash", "-c", line], {});
        assert.equal(code, 0, said + stderr);
    };

    it("is brought back from the copy beside it", async () => {
        for (const cut of ["", WHOLE.slice(0, 20), "\0".repeat(20)]) {
            await write("stacks/p/dev.json", cut);
            await write("stacks/p/dev.json.bak", WHOLE);
            const said = await explain();
            assert.match(said ?? "", /dev\.json is not whole.*\n {2}cp .*dev\.json\.bak/s);
            await paste(said);
            assert.equal(await readFile(at("stacks/p/dev.json"), "utf8"), WHOLE);
        }
    });

    it("is brought back from the last operation where that copy is cut, too", async () => {
        await write("stacks/p/dev.json", "{");
        await write("stacks/p/dev.json.bak", "{}");
        await write("history/p/dev/dev-1.checkpoint.json", WHOLE.replace("dev", "old"));
        await write("history/p/dev/dev-2.checkpoint.json", WHOLE);
        await write("history/p/dev/dev-2.history.json", "{}");
        await write("history/p/dev/dev-3.checkpoint.json", WHOLE.slice(0, 9));
        await paste(await explain());
        assert.equal(await readFile(at("stacks/p/dev.json"), "utf8"), WHOLE);
    });

    it("is brought back where the backend packs its files", async () => {
        const packed = gzipSync(WHOLE);
        await write("stacks/dev.json.gz", packed.subarray(0, 20));
        await write("stacks/dev.json.gz.bak", packed);
        await paste(await explain());
        assert.deepEqual(await readFile(at("stacks/dev.json.gz")), packed);
    });

    it("is not called restorable where no copy is whole", async () => {
        await write("stacks/p/dev.json", "{");
        const said = (await explain()) ?? "";
        assert.match(said, /not there or not whole either\. Restore the file from a backup/);
        assert.doesNotMatch(said, /\bcp\b/);
    });

    it("is told from one that is whole, or not there", async () => {
        assert.equal(await explain(), undefined);
        await write("stacks/p/dev.json.bak", WHOLE);
        assert.equal(await explain(), undefined);
        await write("stacks/p/dev.json", WHOLE);
        assert.equal(await explain(), undefined);
    });
});
