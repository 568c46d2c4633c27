import { isIP } from "node:net";

import * as v from "valibot";

import { USER_AGENT } from "../../okta/http";
import { type LogEvent, logEvent } from "../../okta/shapes";

/** When a client was last given a token, as ISO 8601 times. */
export interface LastUse {
    /** By anybody: shows that the log tells of this client at all. */
    readonly byAnyone?: string;
    /** By another caller than this command. */
    readonly byRezonate?: string;
}

/** How often something was seen, and when last, as an ISO 8601 time. */
export interface Sighting {
    readonly count: number;
    readonly last: string;
}

/** Calls from one address. */
export interface AddressUse extends Sighting {
    readonly address: string;
    /** How many of them the org refused. */
    readonly refused: number;
    readonly first: string;
}

/** What the events of one client tell. */
export interface UsageSummary {
    readonly events: number;
    /** Events that are not what Okta documents. */
    readonly unread: number;
    /** Tokens that were given, but for those of this command. */
    readonly tokens: number;
    /** Tokens whose event does not say which scopes they carry. */
    readonly unnamed: number;
    /** Tokens that this command asked for, in verify: they tell nothing of Rezonate. */
    readonly ownTokens: number;
    /** By scope: the tokens that carry it. */
    readonly scopes: ReadonlyMap<string, Sighting>;
    /** Events that are no token: what the client changed. */
    readonly changes: Sighting | undefined;
    readonly addresses: readonly AddressUse[];
}

/** The event of a token that was given. A service app's is unconfirmed; a web app's was recorded. */
export const TOKEN_EVENT = "app.oauth2.token.grant.access_token";
const TOKEN_REQUEST = /^app\.oauth2\.token\.grant/;

/** When a client was last given a token, by its events. */
export function lastUseIn(raw: readonly unknown[]): LastUse {
    const given = eventsIn(raw).filter(isGiven);
    const lastOf = (events: readonly LogEvent[]): string | undefined =>
        events
            .map(({ published }) => published)
            .sort()
            .at(-1);
    const byAnyone = lastOf(given);
    const byRezonate = lastOf(given.filter((event) => !isOwn(event)));
    return { ...(byAnyone && { byAnyone }), ...(byRezonate && { byRezonate }) };
}

/** The addresses from which this command was given tokens, each once. */
export function ownAddressesIn(raw: readonly unknown[]): string[] {
    const own = eventsIn(raw).filter((event) => isGiven(event) && isOwn(event));
    return [...new Set(own.flatMap(({ client }) => client?.ipAddress ?? []))].filter(
        (address) => isIP(address) !== 0,
    );
}

/** Sums up the events of one client, in whatever order they come. */
export function summarize(raw: readonly unknown[]): UsageSummary {
    const events = eventsIn(raw);
    const given = events.filter(isGiven);
    const tokens = given.filter((event) => !isOwn(event));
    const scopes = new Map<string, Sighting>();
    for (const event of tokens) {
        for (const scope of new Set(scopesOf(event))) {
            scopes.set(scope, seenAgain(scopes.get(scope), event));
        }
    }
    let changes: Sighting | undefined;
    for (const event of events.filter(({ eventType }) => !TOKEN_REQUEST.test(eventType))) {
        changes = seenAgain(changes, event);
    }
    return {
        events: raw.length,
        unread: raw.length - events.length,
        tokens: tokens.length,
        unnamed: tokens.filter((event) => scopesOf(event).length === 0).length,
        ownTokens: given.length - tokens.length,
        scopes,
        changes,
        addresses: addressesOf(events),
    };
}

function eventsIn(raw: readonly unknown[]): LogEvent[] {
    return raw.flatMap((one) => {
        const parsed = v.safeParse(logEvent, one);
        return parsed.success ? [parsed.output] : [];
    });
}

function isGiven({ eventType, outcome }: LogEvent): boolean {
    return eventType === TOKEN_EVENT && outcome?.result === "SUCCESS";
}

function isOwn({ client }: LogEvent): boolean {
    return client?.userAgent?.rawUserAgent === USER_AGENT;
}

// The recorded event has one text with commas. Okta promises no form.
function scopesOf({ debugContext }: LogEvent): string[] {
    const granted = debugContext?.debugData?.grantedScopes ?? [];
    const texts = typeof granted === "string" ? [granted] : granted;
    return texts.flatMap((text) => text.split(/[\s,]+/).filter(Boolean));
}

function seenAgain(before: Sighting | undefined, { published }: LogEvent): Sighting {
    const last = before !== undefined && before.last > published ? before.last : published;
    return { count: (before?.count ?? 0) + 1, last };
}

function addressesOf(events: readonly LogEvent[]): AddressUse[] {
    const uses = new Map<string, AddressUse>();
    for (const event of events) {
        const address = event.client?.ipAddress;
        if (!address || isIP(address) === 0) {
            continue;
        }
        const before = uses.get(address);
        const { published, outcome } = event;
        const isRefused = outcome?.result === "FAILURE" || outcome?.result === "DENY";
        uses.set(address, {
            address,
            ...seenAgain(before, event),
            first: before !== undefined && before.first < published ? before.first : published,
            refused: (before?.refused ?? 0) + (isRefused ? 1 : 0),
        });
    }
    return [...uses.values()].sort((a, b) => b.count - a.count || (a.address < b.address ? -1 : 1));
}
