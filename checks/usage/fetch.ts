import * as v from "valibot";

import type { AdminClient } from "../../okta/adminClient";
import { type CallResult, readCall } from "../../okta/call";
import { fetchPages } from "../../okta/pages";
import { logEvent, logPage } from "../../okta/shapes";

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

/** When a client was last given a token; undefined where the log has none of it. */
export async function fetchLastUse(
    client: AdminClient,
    clientId: string,
    { since, until }: Period,
): Promise<{ readonly fact: CallResult; readonly last: string | undefined }> {
    const filter = `eventType sw "app.oauth2.token.grant" and outcome.result eq "SUCCESS" and actor.id eq ${JSON.stringify(clientId)}`;
    const query = new URLSearchParams({
        since,
        until,
        filter,
        limit: "1",
        sortOrder: "DESCENDING",
    });
    const { fact, value = [] } = await readCall(
        () => client.send(`/api/v1/logs?${query.toString()}`),
        logPage,
    );
    const event = v.safeParse(logEvent, value[0]);
    return { fact, last: event.success ? event.output.published : undefined };
}
