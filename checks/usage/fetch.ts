import type { AdminClient } from "../../okta/adminClient";
import { type CallResult, readCall } from "../../okta/call";
import { fetchPages } from "../../okta/pages";
import { logPage } from "../../okta/shapes";
import { days, LOG_DAYS } from "../../rules/period";
import { type LastUse, lastUseIn, TOKEN_EVENT } from "./summary";

/** A stretch of time, as ISO 8601 times. */
export interface Period {
    readonly since: string;
    readonly until: string;
}

/** The most pages of the System Log that are read for one client, with 1,000 events each. */
const MOST_PAGES = 100;

/** Reads the events of one client, the oldest first. */
export async function fetchEvents(
    client: AdminClient,
    clientId: string,
    { since, until }: Period,
): Promise<{
    readonly fact: CallResult;
    readonly value: readonly unknown[] | undefined;
    /** Whether the log has more than was read. */
    readonly isCut: boolean;
}> {
    const id = JSON.stringify(clientId);
    const filter = `actor.id eq ${id} or client.id eq ${id}`;
    const query = new URLSearchParams({ since, until, filter, limit: "1000" });
    let isCut = false;
    const read = await readCall(async () => {
        const path = `/api/v1/logs?${query.toString()}`;
        const pages = await fetchPages(client, path, { most: MOST_PAGES, endsEmpty: true });
        isCut = pages.isCut;
        return pages.response;
    }, logPage);
    return { ...read, isCut };
}

/** When a client was last given a token within what Okta keeps; undefined where it cannot be read. */
export async function fetchLastUse(
    client: AdminClient,
    clientId: string,
    now: number,
): Promise<LastUse | undefined> {
    const query = new URLSearchParams({
        since: new Date(now - days(LOG_DAYS)).toISOString(),
        until: new Date(now).toISOString(),
        filter: `eventType eq "${TOKEN_EVENT}" and actor.id eq ${JSON.stringify(clientId)}`,
        // The newest may all be of verify.
        limit: "200",
        sortOrder: "DESCENDING",
    });
    const path = `/api/v1/logs?${query.toString()}`;
    const { value } = await readCall(() => client.send(path), logPage);
    return value && lastUseIn(value);
}
