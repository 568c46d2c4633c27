import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

import * as z from "zod";

import { APP_VIEWS, GRANT_VIEWS } from "./appViews";
import type { Org } from "./org";

const VERSION = 1;
const PAUSE_MILLISECONDS = 100;

const stateSchema = z.object({
    version: z.literal(VERSION),
    org: z.object({
        id: z.string(),
        domain: z.string(),
        createdAt: z.number(),
        signingKid: z.string(),
        clientPrivilegesSetting: z.boolean(),
        signingKey: z.record(z.string(), z.unknown()).nullable(),
        appView: z.enum(APP_VIEWS).optional(),
        grantView: z.enum(GRANT_VIEWS).optional(),
    }),
    collections: z.record(z.string(), z.array(z.looseObject({ id: z.string() }))),
});

/** Keeps an org in a file, so that it is the same after a restart. The file holds secrets and is for its owner only. */
export class StateFile {
    private timer: NodeJS.Timeout | undefined;
    private writtenVersion = -1;

    constructor(
        private readonly org: Org,
        private readonly path: string,
    ) {}

    /** Fills the org from the file; false when there is none yet. */
    load(): boolean {
        let text: string;
        try {
            text = readFileSync(this.path, "utf8");
        } catch (error) {
            if (error instanceof Error && "code" in error && error.code === "ENOENT") {
                return false;
            }
            throw error;
        }
        const state = this.parse(text);
        if (state.org.domain !== this.org.domain) {
            throw new Error(
                `${this.path} holds the org ${state.org.domain}, not ${this.org.domain}: name another state file, or that domain.`,
            );
        }
        this.org.restore(state.org, state.collections);
        this.writtenVersion = this.org.version;
        return true;
    }

    /** Writes soon, when something changed; many changes in a row are written once. */
    touch(): void {
        if (this.timer === undefined && this.org.version !== this.writtenVersion) {
            this.timer = setTimeout(() => this.write(), PAUSE_MILLISECONDS);
        }
    }

    /** Writes now: to a file beside it that then takes its place, so that no half state is ever there. */
    write(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        if (this.org.version === this.writtenVersion) {
            return;
        }
        const fresh = `${this.path}.${process.pid}.new`;
        try {
            const state = { version: VERSION, ...this.org.snapshot() };
            writeFileSync(fresh, JSON.stringify(state), { mode: 0o600 });
            renameSync(fresh, this.path);
        } finally {
            rmSync(fresh, { force: true });
        }
        this.writtenVersion = this.org.version;
    }

    private parse(text: string) {
        try {
            return stateSchema.parse(JSON.parse(text));
        } catch {
            throw new Error(
                `${this.path} is not a state file of this sandbox: delete it, or name another file.`,
            );
        }
    }
}
