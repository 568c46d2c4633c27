import { Faults } from "./faults";
import { SigningKey } from "./jwt";
import { hashOf, newId, randomCharacters, Store, timestamp } from "./store";

/** Whether the org runs Okta Identity Engine ("idx") or the Classic Engine ("v1"). */
export type Edition = "idx" | "v1";

export interface CallRecord {
    method: string;
    path: string;
    status: number;
    at: string;
    principal?: string;
}

/** One Okta org in memory: what the routes work on. */
export class Org {
    readonly id = newId("00o");
    readonly store = new Store();
    readonly faults = new Faults();
    readonly signingKey = new SigningKey();
    readonly calls: CallRecord[] = [];
    /** When on, a service app becomes SUPER_ADMIN once scopes are granted to it. */
    clientPrivilegesSetting = false;
    /** Client assertions and DPoP proofs already used, each with the second it may be forgotten at. */
    readonly usedTokenIds = new Map<string, number>();
    /** The loopback address, known once the server listens. */
    loopback = "";
    /** The kid that apps show for the key their ID tokens would be signed with. */
    readonly signingKid = randomCharacters(43);

    private readonly bornAt: number;

    constructor(
        readonly domain: string,
        readonly edition: Edition,
        readonly now: () => number,
    ) {
        this.bornAt = now();
    }

    /** When the org was made; what it always had is as old. */
    get created(): string {
        return timestamp(this.bornAt);
    }

    /** An id that stays the same as long as the org lives, for what it always has. */
    fixedId(prefix: string, name: string): string {
        return `${prefix}${hashOf(name).replace(/[-_]/g, "0").slice(0, 14)}1d7`;
    }

    /** Forgets everything. */
    clear(): void {
        this.store.clear();
        this.faults.clear();
        this.calls.length = 0;
        this.usedTokenIds.clear();
        this.clientPrivilegesSetting = false;
    }

    get url(): string {
        return `https://${this.domain}`;
    }

    /** The two URLs the org goes by: its own and its loopback address. */
    get urls(): readonly string[] {
        return [this.url, this.loopback];
    }

    timestamp(): string {
        return timestamp(this.now());
    }

    seconds(): number {
        return Math.floor(this.now() / 1000);
    }

    /** Marks a token id as used; false when it was used before and has not expired since. */
    useTokenId(id: string, expiresAt: number): boolean {
        const now = this.seconds();
        for (const [used, expiry] of this.usedTokenIds) {
            if (expiry < now) {
                this.usedTokenIds.delete(used);
            }
        }
        if (this.usedTokenIds.has(id)) {
            return false;
        }
        this.usedTokenIds.set(id, expiresAt);
        return true;
    }
}
