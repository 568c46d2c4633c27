import { invalid } from "../errors";
import { compileFilter } from "../filter";
import type { LogEvent } from "../logEvent";
import { page } from "../paging";
import { LOG_READERS } from "../roles";
import type { Call, Route } from "../route";

function eventView(event: LogEvent) {
    return {
        actor: { ...event.actor, detailEntry: null },
        client: {
            userAgent:
                event.userAgent === undefined
                    ? null
                    : { rawUserAgent: event.userAgent, os: "Unknown", browser: "UNKNOWN" },
            zone: "null",
            device: null,
            id: null,
            ipAddress: event.ip,
            geographicalContext: null,
        },
        device: null,
        authenticationContext: { authenticationStep: 0, externalSessionId: "unknown" },
        displayMessage: event.displayMessage,
        eventType: event.eventType,
        outcome: event.outcome,
        published: event.published,
        securityContext: { asNumber: null, asOrg: null, isp: null, domain: null, isProxy: null },
        severity: event.severity,
        debugContext: { debugData: event.debugData ?? {} },
        legacyEventType: null,
        transaction: { type: "WEB", id: event.id, detail: {} },
        uuid: event.id,
        version: "0",
        request: { ipChain: [] },
        target: event.target.map((party) => ({ ...party, detailEntry: null })),
    };
}

function listEvents(call: Call) {
    const { logs } = call.org.store;
    const since = timeOf(call, "since") ?? 0;
    const until = timeOf(call, "until") ?? Infinity;
    const filter = call.query.get("filter");
    const keep = filter ? compileFilter(filter) : () => true;
    const words = (call.query.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const events = logs.filter((event) => {
        const published = Date.parse(event.published);
        if (published < since || published >= until) {
            return false;
        }
        if (words.length > 0) {
            const text = JSON.stringify(event).toLowerCase();
            if (!words.every((word) => text.includes(word))) {
                return false;
            }
        }
        return keep(eventView(event));
    });
    const descending = call.query.get("sortOrder") === "DESCENDING";
    const list = descending && call.query.get("after") === null ? newest(call, events) : events;
    return page(call, logs, list, { usual: 100, most: 1000 }, eventView);
}

// The cursor follows the order of the records, so a descending listing is one page.
function newest(call: Call, events: readonly LogEvent[]): LogEvent[] {
    const limit = Math.min(Number(call.query.get("limit") ?? 100) || 100, 1000);
    return events.slice(-limit).reverse();
}

function timeOf(call: Call, name: string): number | undefined {
    const value = call.query.get(name);
    if (value === null || value === "") {
        return undefined;
    }
    const time = Date.parse(value);
    if (Number.isNaN(time)) {
        throw invalid(name, `${name}: The date must be in ISO 8601 format.`);
    }
    return time;
}

export const logRoutes: Route[] = [
    {
        method: "GET",
        path: "/api/v1/logs",
        scope: "okta.logs.read",
        roles: LOG_READERS,
        supported:
            "since, until, filter, q, limit up to 1000, after; sortOrder=DESCENDING gives one page. Token requests, and changes of apps, keys, grants, roles, users, groups, zones and API tokens are logged. The debug data of a granted token names grant type, requested and granted scopes as in the recorded event of a web app; that it does so for a service app is unconfirmed. Polling requests get no next link at the end (Okta gives one).",
        source: "OAS, Okta's list of event types, the event in the tests of airbyte's Okta source",
        handle: listEvents,
    },
];
