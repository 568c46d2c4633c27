import { memberOf } from "../../rules/json";
import { type AppUpdate, BeforeUpdate } from "./beforeUpdate";

const SCOPE = "okta.apps.manage";
const ANYWHERE = { connection: "ANYWHERE" };

/**
 * Lifts the network restriction of an app before anything else changes, where a program no longer
 * asks for one. The plugin leaves out of its update what has no value, and what Okta makes of that
 * is not documented: the app might go on naming a zone that is about to be deleted. A restriction
 * that the program never had is not its to lift.
 */
export function restrictionEnd(label: string): BeforeUpdate {
    return new BeforeUpdate(label, "network", async (update) => {
        if (isRestricted(update.before) && !isRestricted(update.after)) {
            await lift(update);
        }
    });
}

async function lift({ applicationId, call }: AppUpdate): Promise<void> {
    const path = `/api/v1/apps/${encodeURIComponent(applicationId)}`;
    const app = await call<unknown>({ method: "GET", path, scope: SCOPE });
    const settings = memberOf(app, "settings");
    const oauthClient = memberOf(settings, "oauthClient");
    if (memberOf(memberOf(oauthClient, "network"), "connection") === "ZONE") {
        const lifted = { ...asObject(oauthClient), network: ANYWHERE };
        const body = {
            ...asObject(app),
            settings: { ...asObject(settings), oauthClient: lifted },
        };
        await call({ method: "PUT", path, scope: SCOPE, body });
    }
}

function isRestricted(inputs: unknown): boolean {
    return ["gateways", "zoneIds"].some((name) => memberOf(inputs, name) !== undefined);
}

function asObject(value: unknown): object {
    return typeof value === "object" && value !== null ? value : {};
}
