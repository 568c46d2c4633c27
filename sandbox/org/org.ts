import type { JsonWebKey } from "node:crypto";

import { APP_VIEWS, type AppView, GRANT_VIEWS, type GrantView } from "./appViews";
import { DpopNonces } from "./dpopNonces";
import { InjectedFaults } from "./injectedFaults";
import { SigningKey } from "./jwt";
import { KeyFetcher } from "./keyFetch";
import { RateLimiter, type RateLimitPreset } from "./rateLimits";
import { hashOf, newId, ORG_SUFFIX, randomCharacters, Store, timestamp } from "./store";

/** Whether the org runs Okta Identity Engine ("idx") or the Classic Engine ("v1"). */
export type Edition = "idx" | "v1";

/** One call of the Okta API, as the sandbox records it. */
export interface CallRecord {
    method: string;
    path: string;
    status: number;
    at: string;
    principal?: string;
}

/** Options of an Org. */
export interface OrgOptions {
    readonly domain: string;
    readonly edition: Edition;
    readonly rateLimits: RateLimitPreset;
    /** Milliseconds that every call takes at least. */
    readonly latency: number;
    readonly now: () => number;
    /** Whether the curve of an EC key that was registered without `crv` is inferred. */
    readonly inferCurve?: boolean;
}

/** What identifies an org across restarts, beside its records. */
export interface OrgIdentity {
    id: string;
    domain: string;
    createdAt: number;
    signingKid: string;
    clientPrivilegesSetting: boolean;
    signingKey: JsonWebKey | null;
    /** Left out in the files of earlier versions. */
    appView?: AppView | undefined;
    grantView?: GrantView | undefined;
}

/** One Okta org in memory: what the routes work on. */
export class Org {
    readonly store = new Store();
    readonly faults = new InjectedFaults();
    readonly signingKey = new SigningKey();
    readonly dpopNonces = new DpopNonces();
    readonly keyFetcher: KeyFetcher;
    readonly rateLimiter: RateLimiter;
    readonly calls: CallRecord[] = [];
    /** What went wrong inside the sandbox itself; a test that finds any has found a fault of ours. */
    readonly failures: Error[] = [];
    readonly domain: string;
    readonly edition: Edition;
    readonly latency: number;
    readonly now: () => number;
    readonly inferCurve: boolean;
    id = newId("00o");
    /** The kid that apps show for the key their ID tokens would be signed with. */
    signingKid = randomCharacters(43);
    /** When on, a service app becomes SUPER_ADMIN once scopes are granted to it. */
    clientPrivilegesSetting = false;
    /** Which apps an admin below SUPER_ADMIN is shown. Defaults to the strictest that a source names. */
    appView: AppView = "assigned-only";
    /** Who is shown the grants of apps. Defaults to the strictest that a source names. */
    grantView: GrantView = "super-admin";
    /** The loopback address, known once the server listens. */
    loopback = "";
    /** Called after each call, for whoever keeps the state. */
    changed: () => void = () => undefined;
    private readonly usedTokenIds = new Map<string, number>();
    private createdAt: number;

    constructor(options: OrgOptions) {
        this.domain = options.domain;
        this.edition = options.edition;
        this.latency = options.latency;
        this.now = options.now;
        this.inferCurve = options.inferCurve ?? false;
        this.createdAt = options.now();
        this.keyFetcher = new KeyFetcher(options.now);
        this.rateLimiter = new RateLimiter(this.store, () => this.seconds(), options.rateLimits);
    }

    get url(): string {
        return `https://${this.domain}`;
    }

    /** The two URLs the org goes by: its own and its loopback address. */
    get urls(): readonly string[] {
        return [this.url, this.loopback];
    }

    /** When the org was created, and with it the objects that every org has. */
    get created(): string {
        return timestamp(this.createdAt);
    }

    /** Grows with every change. */
    get version(): number {
        const collections = Object.values(this.store.collections());
        const changes = collections.reduce((sum, { version }) => sum + version, 0);
        const views = APP_VIEWS.indexOf(this.appView) * 2 + GRANT_VIEWS.indexOf(this.grantView);
        return 16 * changes + 2 * views + (this.clientPrivilegesSetting ? 1 : 0);
    }

    timestamp(): string {
        return timestamp(this.now());
    }

    seconds(): number {
        return Math.floor(this.now() / 1000);
    }

    /** An id that is the same in every org, for what each of them has. */
    fixedId(prefix: string, name: string): string {
        const characters = hashOf(name).replace(/[-_]/g, "0");
        return `${prefix}${characters.slice(0, 14)}${ORG_SUFFIX}`;
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

    /** Forgets everything. */
    clear(): void {
        this.store.clear();
        this.faults.clear();
        this.keyFetcher.clear();
        this.rateLimiter.clear();
        this.calls.length = 0;
        this.usedTokenIds.clear();
        this.clientPrivilegesSetting = false;
    }

    /** Everything that a state file keeps. */
    snapshot(): { org: OrgIdentity; collections: Record<string, unknown> } {
        const { id, domain, createdAt, signingKid, clientPrivilegesSetting, store } = this;
        const { appView, grantView } = this;
        const signingKey = this.signingKey.toJwk() ?? null;
        const collections = Object.entries(store.collections());
        return {
            org: {
                id,
                domain,
                createdAt,
                signingKid,
                clientPrivilegesSetting,
                signingKey,
                appView,
                grantView,
            },
            collections: Object.fromEntries(
                collections.map(([name, collection]) => [name, collection.list()]),
            ),
        };
    }

    restore(identity: OrgIdentity, collections: Record<string, { id: string }[]>): void {
        this.clear();
        this.id = identity.id;
        this.createdAt = identity.createdAt;
        this.signingKid = identity.signingKid;
        this.clientPrivilegesSetting = identity.clientPrivilegesSetting;
        this.appView = identity.appView ?? this.appView;
        this.grantView = identity.grantView ?? this.grantView;
        if (identity.signingKey !== null) {
            this.signingKey.restore(identity.signingKey);
        }
        for (const [name, collection] of Object.entries(this.store.collections())) {
            collection.load(collections[name] ?? []);
        }
    }
}
