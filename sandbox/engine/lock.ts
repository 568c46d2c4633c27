import { randomBytes } from "node:crypto";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { runChild } from "./child";

/** Who holds a lock. The start time tells a process from a later one with the same id. */
export interface LockOwner {
    readonly pid: number;
    readonly startedAt: string;
    readonly host: string;
    readonly nonce: string;
}

const POLL = 300;
const HEARTBEAT = 5_000;
const SILENT_FOR_TOO_LONG = 60_000;

/**
 * Runs `work` while holding the lock file. Waits for a living owner and takes over from a dead
 * one; `onWait` is told once whom it is waiting for.
 */
export async function withLock<T>(
    file: string,
    options: { signal?: AbortSignal; onWait?: (owner: LockOwner) => void },
    work: () => Promise<T>,
): Promise<T> {
    await fs.mkdir(path.dirname(file), { recursive: true });
    const owner: LockOwner = {
        pid: process.pid,
        startedAt: await startTime(process.pid),
        host: os.hostname(),
        nonce: randomBytes(8).toString("hex"),
    };
    let told = false;
    while (!(await tryTake(file, owner))) {
        options.signal?.throwIfAborted();
        const holder = await readOwner(file);
        if (holder === "gone") {
            continue;
        }
        if (holder === "unreadable" ? await isSilent(file) : await isDead(file, holder)) {
            await discard(file, holder);
            continue;
        }
        if (!told && holder !== "unreadable") {
            told = true;
            options.onWait?.(holder);
        }
        await sleep(POLL, undefined, { signal: options.signal });
    }
    const heartbeat = setInterval(() => {
        const now = new Date();
        fs.utimes(file, now, now).catch(() => undefined);
    }, HEARTBEAT);
    heartbeat.unref();
    try {
        return await work();
    } finally {
        clearInterval(heartbeat);
        const holder = await readOwner(file);
        if (typeof holder === "object" && holder.nonce === owner.nonce) {
            await fs.rm(file, { force: true });
        }
    }
}

/** Linking a finished file is the one step that both fails on an existing lock and is never half. */
async function tryTake(file: string, owner: LockOwner): Promise<boolean> {
    const draft = `${file}.${owner.nonce}`;
    await fs.writeFile(draft, JSON.stringify(owner));
    try {
        await fs.link(draft, file);
        return true;
    } catch (error) {
        if (hasCode(error, "EEXIST")) {
            return false;
        }
        if (!hasCode(error, "EPERM") && !hasCode(error, "ENOTSUP")) {
            throw error;
        }
        // A file system without hard links.
        return await createAnew(file, owner);
    } finally {
        await fs.rm(draft, { force: true });
    }
}

async function createAnew(file: string, owner: LockOwner): Promise<boolean> {
    try {
        await fs.writeFile(file, JSON.stringify(owner), { flag: "wx" });
        return true;
    } catch (error) {
        if (hasCode(error, "EEXIST")) {
            return false;
        }
        throw error;
    }
}

async function readOwner(file: string): Promise<LockOwner | "gone" | "unreadable"> {
    try {
        const owner = JSON.parse(await fs.readFile(file, "utf8")) as Partial<LockOwner>;
        const { pid, startedAt, host, nonce } = owner;
        return pid && startedAt && host && nonce ? { pid, startedAt, host, nonce } : "unreadable";
    } catch (error) {
        return hasCode(error, "ENOENT") ? "gone" : "unreadable";
    }
}

async function isDead(file: string, owner: LockOwner): Promise<boolean> {
    // Process ids of another machine, on a shared home folder, say nothing here.
    if (owner.host !== os.hostname()) {
        return isSilent(file);
    }
    if (!isRunning(owner.pid)) {
        return true;
    }
    return (await startTime(owner.pid)) !== owner.startedAt;
}

async function isSilent(file: string): Promise<boolean> {
    try {
        return Date.now() - (await fs.stat(file)).mtimeMs > SILENT_FOR_TOO_LONG;
    } catch {
        return false;
    }
}

/**
 * Moves a dead owner's lock out of the way. Of several that see the same dead lock one moves it;
 * the others may by then catch a new owner's lock, which they put back.
 */
async function discard(file: string, dead: LockOwner | "unreadable"): Promise<void> {
    const aside = `${file}.dead-${randomBytes(4).toString("hex")}`;
    try {
        await fs.rename(file, aside);
    } catch (error) {
        if (hasCode(error, "ENOENT")) {
            return;
        }
        throw error;
    }
    const moved = await readOwner(aside);
    const alive =
        typeof moved === "object" && (dead === "unreadable" || moved.nonce !== dead.nonce);
    if (alive) {
        await fs.link(aside, file).catch(() => undefined);
    }
    await fs.rm(aside, { force: true });
}

function isRunning(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return hasCode(error, "EPERM");
    }
}

async function startTime(pid: number): Promise<string> {
    try {
        const stat = await fs.readFile(`/proc/${pid}/stat`, "utf8");
        // The command, in brackets, may hold blanks; the start time is the 20th field after it.
        return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "unknown";
    } catch {
        if (process.platform === "win32" || process.platform === "linux") {
            return "unknown";
        }
        const ps = await runChild("ps", ["-o", "lstart=", "-p", String(pid)]).catch(
            () => undefined,
        );
        return ps?.stdout.trim() || "unknown";
    }
}

function hasCode(error: unknown, code: string): boolean {
    return error instanceof Error && "code" in error && error.code === code;
}
