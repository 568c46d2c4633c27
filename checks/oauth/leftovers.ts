import type { AdminClient } from "../../okta/adminClient";
import { type AnyApp, apps } from "../../okta/appShapes";
import { readCall } from "../../okta/call";
import { fetchAllPages } from "../../okta/pages";
import { DEFAULT_LABEL } from "../../rules/label";
import { days, LOG_DAYS } from "../../rules/period";
import type { DriftCheck } from "../drift/check";
import { type DoctorFinding, finding } from "../drift/finding";
import { appRemovalLines, withLines } from "../drift/removal";
import { nameOf, type StackSnapshot } from "../state/stackSnapshot";
import { fetchLastUse } from "../usage/fetch";
import type { LastUse } from "../usage/summary";
import { kindOf } from "./adoptable";
import { OIDC_APPS_PATH, thumbprintOf, thumbprintsIn } from "./ownKey";
import type { ExpectedApp } from "./snapshot";
import { expectedApps } from "./state";

/** How long an app has to have rested before a line is printed that removes it, in days. */
const REST_DAYS = 7;

/** The file name of the script of Rezonate's guide, whatever stands between its words. */
const SCRIPT = /okta.?integration.?script/i;

/** Finds service apps that look as if Rezonate's script, a person or a lost stack had made them. */
export const leftovers: DriftCheck = (stack) => {
    const own = expectedApps(stack);
    return own.map((app) => ({
        urn: app.urn,
        publicIds: [app.id, app.clientId],
        check: async (client) => {
            // What goes wrong with this list the app's own finding says.
            const { value = [] } = await readCall(
                () => fetchAllPages(client, OIDC_APPS_PATH),
                apps,
            );
            // Several apps of a stack in one org have the same leftovers: the first tells them.
            const inOrg = own.filter(({ id }) => value.some((one) => one.id === id));
            const found = value.filter((one) => isLeftover(one, stack, inOrg));
            return inOrg[0] === app && found.length > 0 ? findingsOf(client, found, inOrg) : [];
        },
    }));
};

async function findingsOf(
    client: AdminClient,
    found: readonly AnyApp[],
    own: readonly ExpectedApp[],
): Promise<DoctorFinding[]> {
    const now = Date.now();
    const subject = nameOf(own[0]?.urn ?? "");
    const ownUses = await Promise.all(own.map((one) => fetchLastUse(client, one.clientId, now)));
    return Promise.all(
        found.map(async (app) => {
            const use = await fetchLastUse(client, app.id, now);
            const isRested = app.status !== "ACTIVE" || hasRested(use, ownUses, now);
            const detail = `App ${app.id} ("${app.label}", ${app.status}) is called ${SCRIPT.test(app.label) ? "like Rezonate's script" : "like Rezonate's app"}. ${whichLast(use, ownUses)}`;
            const one = finding(subject, "leftover", detail);
            return isRested ? withLines(one, appRemovalLines(client, app)) : one;
        }),
    );
}

function isLeftover(app: AnyApp, stack: StackSnapshot, own: readonly ExpectedApp[]): boolean {
    const { type, authMethod } = kindOf(app);
    const label = app.label.trim().toLowerCase();
    const labels = [DEFAULT_LABEL, ...own.map((one) => one.label)];
    const isCalledSo =
        labels.some((one) => one.trim().toLowerCase() === label) || SCRIPT.test(app.label);
    return (
        type === "service" &&
        authMethod === "private_key_jwt" &&
        isCalledSo &&
        ![...stack.ownIds, ...own.map(({ id }) => id)].includes(app.id) &&
        !isTwin(app, stack, own)
    );
}

/** An app that trusts a key of the stack is told as a twin. */
function isTwin({ settings }: AnyApp, stack: StackSnapshot, own: readonly ExpectedApp[]): boolean {
    const trusted = own.flatMap(({ urn }) =>
        thumbprintsIn(stack.resources.find((one) => one.urn === urn)?.outputs["jwks"]),
    );
    const keys = settings?.oauthClient?.jwks?.keys ?? [];
    return keys.some((key) => trusted.includes(thumbprintOf(key)));
}

/**
 * Whether the log shows that an app has rested. It shows that only where it tells of tokens at all:
 * those of the stack's own app.
 */
function hasRested(
    use: LastUse | undefined,
    ownUses: readonly (LastUse | undefined)[],
    now: number,
): boolean {
    if (use === undefined || ownUses.every((one) => one?.byAnyone === undefined)) {
        return false;
    }
    return use.byAnyone === undefined || Date.parse(use.byAnyone) < now - days(REST_DAYS);
}

/** Which app Rezonate used last, as a sentence. */
function whichLast(use: LastUse | undefined, ownUses: readonly (LastUse | undefined)[]): string {
    if (use === undefined || ownUses.includes(undefined)) {
        return "The System Log could not be read, which tells what Rezonate uses.";
    }
    const there = use.byRezonate ?? use.byAnyone;
    const [here] = ownUses
        .flatMap((one) => one?.byRezonate ?? [])
        .sort()
        .reverse();
    const said = (what: string, time: string | undefined): string =>
        time === undefined
            ? `${what} got no token in ${LOG_DAYS} days`
            : `${what} last got one ${time.slice(0, 16).replace("T", " ")} UTC`;
    const tokens = `${said("It", there)}, ${said("the stack's app", here)}`;
    const last =
        there === undefined && here === undefined
            ? "Rezonate used neither"
            : here === undefined || (there !== undefined && there > here)
              ? "Rezonate used this one last"
              : "Rezonate used the stack's last";
    return `${last}: ${tokens}.`;
}
