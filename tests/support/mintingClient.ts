import { createPrivateKey, createPublicKey } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { mintToken } from "../../okta/token";
import { thumbprint } from "../../rules/jwk";
import type { Sandbox } from "../../sandbox/org/server";

const PAUSE_MS = 50;

type Source = string | (() => Promise<string> | undefined);

/** A client that gets a token every 50 ms with whatever credentials are handed over to it. */
export class MintingClient {
    private readonly refusals: string[] = [];
    private readonly kids = new Set<string>();
    private minted = 0;
    private stopped = false;
    private readonly done: Promise<void>;

    constructor(
        private readonly org: Sandbox,
        private source: Source,
    ) {
        this.done = this.run();
    }

    /** Hands other credentials over. */
    use(credentials: string): void {
        this.source = credentials;
    }

    /** Ends it: what it was refused, how many tokens it got, and with how many keys. */
    async stop(): Promise<{ refusals: string[]; minted: number; keys: number }> {
        this.stopped = true;
        await this.done;
        const { refusals, minted, kids } = this;
        return { refusals, minted, keys: kids.size };
    }

    private async run(): Promise<void> {
        while (!this.stopped) {
            const { source } = this;
            const credentials = typeof source === "string" ? source : await source();
            await this.mint(String(credentials));
            // One that a failed test has left running keeps no process alive.
            await sleep(PAUSE_MS, undefined, { ref: false });
        }
    }

    private async mint(credentials: string): Promise<void> {
        const { application_id: clientId, private_key: privateKeyPem } = JSON.parse(
            credentials,
        ) as Record<string, string>;
        const key = createPrivateKey(String(privateKeyPem));
        const keyId = thumbprint(createPublicKey(key).export({ format: "jwk" }));
        this.kids.add(keyId);
        const result = await mintToken({
            orgUrl: this.org.url,
            clientId: String(clientId),
            privateKeyPem: String(privateKeyPem),
            // Named, so that there is no second try without it.
            keyId,
            scopes: ["okta.users.read"],
        });
        if (result.ok) {
            this.minted += 1;
        } else {
            this.refusals.push(`${result.failure.code}: ${result.failure.error} ${keyId}`);
        }
    }
}
