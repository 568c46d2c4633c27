import { setTimeout as sleep } from "node:timers/promises";

import { mintToken } from "../../okta/token";
import type { Sandbox } from "../../sandbox/org/server";
import { bearer } from "../sandbox/support";

const PAUSE_MS = 50;
const PATHS = ["/api/v1/users?limit=1", "/api/v1/groups?limit=1", "/api/v1/logs?limit=1"];

/** An app and its key, as an integration hands them over. */
export interface HandedOver {
    readonly application_id: string;
    readonly private_key: string;
}

/** Gets a token of an app. */
export async function tokenOf(
    org: Sandbox,
    { application_id: clientId, private_key: privateKeyPem }: HandedOver,
    scopes: string[],
): Promise<string> {
    const minted = await mintToken({ orgUrl: org.url, clientId, privateKeyPem, scopes });
    if (!minted.ok) {
        throw new Error(`${minted.failure.code}: ${minted.failure.detail}`);
    }
    return minted.token.accessToken;
}

/** A client that gets a token and reads with it, again and again, and keeps what it is refused. */
export class ReadingClient {
    private readonly refusals: string[] = [];
    private reads = 0;
    private stopped = false;
    private readonly done: Promise<void>;

    constructor(
        private readonly org: Sandbox,
        private readonly credentials: HandedOver,
    ) {
        this.done = this.run();
    }

    /** Ends it: what it was refused, and how often it has read. */
    async stop(): Promise<{ refusals: string[]; reads: number }> {
        this.stopped = true;
        await this.done;
        return { refusals: this.refusals, reads: this.reads };
    }

    private async run(): Promise<void> {
        const scopes = ["okta.users.read", "okta.groups.read", "okta.logs.read"];
        while (!this.stopped) {
            try {
                const token = await tokenOf(this.org, this.credentials, scopes);
                for (const path of PATHS) {
                    const { status, text } = await bearer(this.org, token, "GET", path);
                    this.reads += 1;
                    if (status !== 200 || (path.includes("users") && text === "[]")) {
                        this.refusals.push(`${path} ${status} ${text}`);
                    }
                }
            } catch (error) {
                this.refusals.push(String(error));
            }
            await sleep(PAUSE_MS);
        }
    }
}
