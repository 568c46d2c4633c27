import { createHash, randomBytes } from "node:crypto";

import type { LogEvent } from "./logEvent";
import type * as model from "./model";

const ID_CHARACTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ID_LENGTH = 20;

/** Okta ends the ids of one org with the same characters. */
export const ORG_SUFFIX = "1d7";

/** An id in Okta's form: 20 characters, a prefix by type and the org's constant suffix. */
export function newId(prefix: string): string {
    return `${prefix}${randomCharacters(ID_LENGTH - prefix.length - ORG_SUFFIX.length)}${ORG_SUFFIX}`;
}

/** Random letters and digits, as in Okta's secrets and request ids. */
export function randomCharacters(length: number): string {
    let characters = "";
    for (const byte of randomBytes(length)) {
        characters += ID_CHARACTERS.charAt(byte % ID_CHARACTERS.length);
    }
    return characters;
}

/** A timestamp in Okta's form: whole seconds, written with milliseconds. */
export function timestamp(milliseconds: number): string {
    return `${new Date(milliseconds).toISOString().slice(0, 19)}.000Z`;
}

/** The SHA-256 of a token or secret. */
export function hashOf(value: string): string {
    return createHash("sha256").update(value).digest("base64url");
}

/** Records by id, in the order they were created. */
export class Collection<T extends { id: string }> {
    version = 0;
    private readonly records = new Map<string, T>();
    private readonly sequences = new Map<string, number>();
    private lastSequence = 0;
    private listing: readonly T[] | undefined;

    constructor(private readonly keyOf: (record: T) => string = (record) => record.id) {}

    get size(): number {
        return this.records.size;
    }

    get(key: string): T | undefined {
        return this.records.get(key);
    }

    has(key: string): boolean {
        return this.records.has(key);
    }

    /** Adds a record or replaces the one with the same id. */
    set(record: T): T {
        const key = this.keyOf(record);
        if (!this.records.has(key)) {
            this.lastSequence += 1;
            this.sequences.set(key, this.lastSequence);
        }
        this.records.set(key, record);
        this.changed();
        return record;
    }

    /** Adds records as a state file holds them, without looking at what they hold. */
    load(records: readonly { id: string }[]): void {
        for (const record of records) {
            this.set(record as T);
        }
    }

    delete(key: string): boolean {
        this.changed();
        this.sequences.delete(key);
        return this.records.delete(key);
    }

    clear(): void {
        this.records.clear();
        this.sequences.clear();
        this.changed();
    }

    list(): readonly T[] {
        this.listing ??= [...this.records.values()];
        return this.listing;
    }

    filter(keep: (record: T) => boolean): T[] {
        return this.list().filter(keep);
    }

    /** A number that grows with each record added; paging goes on from it even when records were deleted. */
    sequenceOf(record: T): number {
        return this.sequences.get(this.keyOf(record)) ?? 0;
    }

    find(matches: (record: T) => boolean): T | undefined {
        return this.list().find(matches);
    }

    private changed(): void {
        this.version += 1;
        this.listing = undefined;
    }
}

/** Everything an org holds. */
export class Store {
    readonly users = new Collection<model.User>();
    readonly groups = new Collection<model.Group>();
    readonly memberships = new Collection<model.Membership>();
    readonly apps = new Collection<model.App>();
    readonly grants = new Collection<model.Grant>();
    /** By assignee and id, because the ids of some standard roles are the same for every assignee. */
    readonly roleAssignments = new Collection<model.RoleAssignment>(
        (assignment) => `${assignment.assigneeId}/${assignment.id}`,
    );
    readonly customRoles = new Collection<model.CustomRole>();
    readonly resourceSets = new Collection<model.ResourceSet>();
    readonly policies = new Collection<model.Policy>();
    readonly zones = new Collection<model.Zone>();
    readonly apiTokens = new Collection<model.ApiToken>();
    readonly apiServices = new Collection<model.ApiService>();
    readonly principalRateLimits = new Collection<model.PrincipalRateLimit>();
    readonly logs = new Collection<LogEvent>();

    /** The collections by name, for the state file. */
    collections() {
        const { users, groups, memberships, apps, grants, roleAssignments } = this;
        const { customRoles, resourceSets, policies, zones } = this;
        const { apiTokens, apiServices, principalRateLimits, logs } = this;
        return {
            ...{ users, groups, memberships, apps, grants, roleAssignments },
            ...{ customRoles, resourceSets, policies, zones },
            ...{ apiTokens, apiServices, principalRateLimits, logs },
        };
    }

    clear(): void {
        for (const collection of Object.values(this.collections())) {
            collection.clear();
        }
    }
}

/** Deletes the role assignments and rate limits of a user, group or client. */
export function deletePrincipal(store: Store, id: string): void {
    for (const assignment of store.roleAssignments.filter((each) => each.assigneeId === id)) {
        store.roleAssignments.delete(`${id}/${assignment.id}`);
    }
    for (const limit of store.principalRateLimits.filter((each) => each.principalId === id)) {
        store.principalRateLimits.delete(limit.id);
    }
}
