import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import * as os from "node:os";
import * as path from "node:path";

import { binaryIn, cacheRoot, engineDir } from "../../../sandbox/engine/cache";
import { goBuild } from "../../../sandbox/engine/goBuild";
import { EngineNotFoundError, ensureEngine, PINNED_VERSION } from "../../../sandbox/engine/index";
import { officialInstaller, probeDownloadSite } from "../../../sandbox/engine/official";
import { isNewEnough, parseVersion } from "../../../sandbox/engine/version";
import {
    createScratch,
    failureOf,
    fakeEngine,
    forbidden,
    installerOf,
    type Scratch,
} from "./fakes";

describe("the engine", () => {
    let scratch: Scratch;
    beforeEach(async () => {
        scratch = await createScratch();
    });
    afterEach(() => scratch.remove());

    describe("order", () => {
        it("takes a new enough pulumi from PATH", async () => {
            await fakeEngine(path.join(scratch.bin, "pulumi"), "3.240.1");
            const engine = await ensureEngine({ env: scratch.env, installers: [forbidden] });
            assert.deepEqual(engine, {
                command: path.join(scratch.bin, "pulumi"),
                version: "3.240.1",
                source: "path",
            });
        });

        it("prefers the cache to a pulumi on PATH that is too old", async () => {
            await fakeEngine(path.join(scratch.bin, "pulumi"), "3.229.9");
            await fakeEngine(scratch.cached, PINNED_VERSION);
            const engine = await ensureEngine({ env: scratch.env, installers: [forbidden] });
            assert.deepEqual(engine, {
                command: scratch.cached,
                version: PINNED_VERSION,
                source: "cache",
            });
        });

        it("goes the ways in turn, and keeps what the first successful one made", async () => {
            const tried: string[] = [];
            const engine = await ensureEngine({
                env: scratch.env,
                installers: [
                    installerOf({ name: "closed", unavailableReason: "no network" }),
                    installerOf({
                        name: "failing",
                        install: () => {
                            tried.push("failing");
                            return Promise.reject(new Error("disk full"));
                        },
                    }),
                    installerOf({ source: "go", install: (root) => fakeEngine(binaryIn(root)) }),
                    forbidden,
                ],
            });
            assert.deepEqual(tried, ["failing"]);
            assert.deepEqual(engine, {
                command: scratch.cached,
                version: PINNED_VERSION,
                source: "go",
            });
            assert.equal(
                (await ensureEngine({ env: scratch.env, installers: [forbidden] })).source,
                "cache",
            );
            assert.deepEqual(await scratch.inCache(), [PINNED_VERSION]);
        });

        it("reads the cache's place from the environment", () => {
            assert.equal(cacheRoot({ XDG_CACHE_HOME: "/x" }), "/x/rezonate-okta");
            assert.equal(cacheRoot({ XDG_CACHE_HOME: "/x", REZONATE_OKTA_CACHE: "/y" }), "/y");
            const home = path.join(os.homedir(), ".cache", "rezonate-okta");
            assert.equal(cacheRoot({}), home);
            assert.equal(cacheRoot({ XDG_CACHE_HOME: "relative" }), home);
        });

        it("compares versions by number", () => {
            assert.equal(parseVersion("v3.256.0\n"), "3.256.0");
            assert.equal(parseVersion("warning: old\nv3.256.0-alpha.1\n"), "3.256.0-alpha.1");
            assert.equal(parseVersion("Terraform v1.11"), undefined);
            assert.deepEqual(
                ["3.230.0", "3.1000.0", "3.229.9", "2.999.0", "4.0.0"].map(isNewEnough),
                [true, true, false, false, false],
            );
            assert.deepEqual(
                ["3.230.0-alpha.1", "3.229.9-alpha.1", "4.0.0-alpha.1"].map(isNewEnough),
                [true, false, false],
            );
        });
    });

    describe("nothing works", () => {
        it("lists each way, why it failed, and its command", async () => {
            await fakeEngine(path.join(scratch.bin, "pulumi"), "3.100.0");
            const error = await failureOf(
                ensureEngine({
                    env: scratch.env,
                    installers: [
                        {
                            ...officialInstaller,
                            unavailableReason: () =>
                                Promise.resolve("the site cannot be reached (ENOTFOUND)"),
                        },
                        goBuild,
                    ],
                }),
            );
            assert.ok(error instanceof EngineNotFoundError);
            const gomod = path.resolve(__dirname, "../../../sandbox/engine/gomod");
            assert.equal(
                error.message,
                [
                    "No Pulumi engine (3.230.0 or newer) could be found or made. Any one of these is enough:",
                    `  1. pulumi on PATH: ${scratch.bin}/pulumi is 3.100.0; wanted is 3.230.0 or newer`,
                    "     By hand: see https://www.pulumi.com/docs/install, then `pulumi version`",
                    `  2. the cache: no working engine at ${engineDir(PINNED_VERSION, scratch.env)}`,
                    `     By hand: put one at ${scratch.cached}`,
                    "  3. the official installer: the site cannot be reached (ENOTFOUND)",
                    `     By hand: curl -fsSL https://get.pulumi.com | sh -s -- --version ${PINNED_VERSION}`,
                    "  4. a build from Go modules: there is no `go` on PATH (wanted 1.25 or newer)",
                    `     By hand: cd ${gomod} && go build -trimpath -ldflags "-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${PINNED_VERSION}" -o ${scratch.cached} github.com/pulumi/pulumi/pkg/v3/cmd/pulumi`,
                ].join("\n"),
            );
            assert.deepEqual(await scratch.inCache(), []);
        });

        it("gives up on a download site that takes the connection and says nothing", async () => {
            const server = createServer(() => undefined);
            await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
            const { port } = server.address() as AddressInfo;
            const url = `http://127.0.0.1:${port}/install.sh`;
            const reason = await probeDownloadSite({ env: process.env, url, timeout: 200 });
            server.close();
            assert.match(reason ?? "", /^127\.0\.0\.1:\d+ cannot be reached \(.*timeout\)/);
        });

        it("says that a download site refuses the connection", async () => {
            const server = createServer();
            await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
            const { port } = server.address() as AddressInfo;
            await new Promise((resolve) => server.close(resolve));
            const url = `http://127.0.0.1:${port}/install.sh`;
            assert.equal(
                await probeDownloadSite({ env: { PATH: scratch.bin }, url }),
                `127.0.0.1:${port} cannot be reached (ECONNREFUSED)`,
            );
        });
    });
});
