import assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { binaryIn, cacheRoot, engineDir } from "../../../sandbox/engine/cache";
import { PINNED_VERSION } from "../../../sandbox/engine/index";
import type { EngineInstaller } from "../../../sandbox/engine/installers";

/** A PATH and a cache of a test's own. */
export interface Scratch {
    readonly folder: string;
    readonly bin: string;
    readonly env: NodeJS.ProcessEnv;
    /** Where the cached engine is, or would be. */
    readonly cached: string;
    inCache(): Promise<string[]>;
    remove(): Promise<void>;
}

export async function createScratch(): Promise<Scratch> {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), "engine-test-"));
    const bin = path.join(folder, "bin");
    await fs.mkdir(bin);
    const env = { PATH: bin, REZONATE_OKTA_CACHE: path.join(folder, "cache") };
    return {
        folder,
        bin,
        env,
        cached: binaryIn(engineDir(PINNED_VERSION, env)),
        inCache: () => fs.readdir(path.join(cacheRoot(env), "engine")).catch((): string[] => []),
        remove: () => fs.rm(folder, { recursive: true, force: true }),
    };
}

export const forbidden = installerOf({
    name: "forbidden",
    install: () => Promise.reject(new Error("must not be tried")),
});

export function installerOf(
    parts: Partial<Pick<EngineInstaller, "name" | "source" | "install">> & {
        unavailableReason?: string;
    },
): EngineInstaller {
    return {
        name: parts.name ?? "a way",
        source: parts.source ?? "official",
        command: () => "make engine",
        unavailableReason: () => Promise.resolve(parts.unavailableReason),
        install: parts.install ?? (() => Promise.resolve()),
    };
}

export function engineScript(version = PINNED_VERSION): string {
    return `#!/bin/sh\n[ "$1" = version ] && echo v${version}\n`;
}

export async function fakeEngine(file: string, version?: string): Promise<void> {
    await fs.mkdir(path.dirname(file), { recursive: true });
    await fs.writeFile(file, engineScript(version), { mode: 0o755 });
}

export function script(file: string, body: string): Promise<void> {
    return fs.writeFile(file, `#!${process.execPath}\n${body}\n`, { mode: 0o755 });
}

export async function failureOf(promise: Promise<unknown>): Promise<Error> {
    const error: unknown = await promise.then(
        () => assert.fail("it was successful"),
        (reason: unknown) => reason,
    );
    assert.ok(error instanceof Error);
    return error;
}
