import type { LogEvent, LogParty } from "./logEvent";
import type { User } from "./model";
import type { Org } from "./org";
import type { Call } from "./route";
import { randomCharacters } from "./store";
import type { Principal } from "./types";

// A log that grows without end would make a long-lived sandbox slow.
const LONGEST_LOG = 20_000;

/** Adds an event to the System Log, with the caller as actor. */
export function logEvent(
    call: Pick<Call, "org" | "principal" | "ip" | "headers">,
    eventType: string,
    displayMessage: string,
    target: LogParty[],
    outcome: LogEvent["outcome"] = { result: "SUCCESS", reason: null },
    debugData: LogEvent["debugData"] = {},
): void {
    const { org } = call;
    const { logs } = org.store;
    const digits = randomCharacters(32);
    logs.set({
        id: `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`,
        published: new Date(org.now()).toISOString(),
        eventType,
        displayMessage,
        severity: outcome.result === "SUCCESS" ? "INFO" : "WARN",
        actor: partyOf(org, call.principal),
        outcome,
        target,
        ip: call.ip,
        userAgent: call.headers.get("user-agent") ?? undefined,
        debugData,
    });
    if (logs.size > LONGEST_LOG) {
        for (const event of logs.list().slice(0, LONGEST_LOG / 10)) {
            logs.delete(event.id);
        }
    }
}

/** Returns the caller as the System Log names it. */
export function partyOf(org: Org, principal: Principal): LogParty {
    if (principal.kind === "user") {
        const user = org.store.users.get(principal.userId);
        return {
            id: principal.userId,
            type: "User",
            alternateId: user?.profile.login ?? "unknown",
            displayName: user === undefined ? "unknown" : fullName(user),
        };
    }
    if (principal.kind === "client") {
        const app = org.store.apps.find((each) => each.clientId === principal.clientId);
        return {
            id: principal.clientId,
            type: "PublicClientApp",
            alternateId: principal.clientId,
            displayName: app?.label ?? principal.clientId,
        };
    }
    return { id: "unknown", type: "User", alternateId: "unknown", displayName: "unknown" };
}

/** Returns an app as the System Log names it. */
export function appParty(app: { id: string; label: string }): LogParty {
    return { id: app.id, type: "AppInstance", alternateId: app.label, displayName: app.label };
}

/** Returns an actor or a target of a System Log event. */
export function party(type: string, id: string, displayName: string): LogParty {
    return { id, type, alternateId: displayName, displayName };
}

function fullName(user: User): string {
    const { firstName, lastName } = user.profile;
    const names = [firstName, lastName].filter((name) => typeof name === "string");
    return names.join(" ") || user.profile.login;
}
