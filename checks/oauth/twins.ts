import { SERVICE_APP_TYPE } from "../../rules/resourceTypes";
import type { DriftCheck } from "../drift/check";
import { finding, unreadable } from "../drift/finding";
import { appRemovalLines, withLines } from "../drift/removal";
import { twinsOfZones } from "../network/unrecorded";
import { nameOf } from "../state/stackSnapshot";
import { fetchAppsTrusting, thumbprintsIn } from "./ownKey";
import { expectedApps } from "./state";
import { zoneUsers } from "./zoneUsers";

/** Finds apps and network zones like those of the stack that the stack has not. */
export const appTwins: DriftCheck = (stack) => [
    ...appsTrustingSameKey(stack),
    ...twinsOfZones(stack, SERVICE_APP_TYPE, zoneUsers),
];

const appsTrustingSameKey: DriftCheck = (stack) =>
    expectedApps(stack).map(({ urn, id, clientId }) => ({
        urn,
        publicIds: [id, clientId],
        check: async (client) => {
            const jwks = stack.resources.find((one) => one.urn === urn)?.outputs["jwks"];
            const { fact, value = [] } = await fetchAppsTrusting(client, thumbprintsIn(jwks));
            // What else goes wrong the app's own finding says.
            const unread = fact.status === 403 ? unreadable(nameOf(urn), fact) : undefined;
            if (unread !== undefined) {
                return [unread];
            }
            return value
                .filter((app) => app.id !== id && !stack.ownIds.includes(app.id))
                .map((app) => {
                    const detail = `App ${app.id} ("${app.label}") trusts the same key. Rezonate's credentials belong to app ${id}.`;
                    const lines = appRemovalLines(client, { id: app.id });
                    return withLines(finding(nameOf(urn), "twin", detail), lines);
                });
        },
    }));
