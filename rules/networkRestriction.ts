import { gatewayProblems } from "./gateways";
import { idProblems, isZoneId, ZONE_ID } from "./ids";
import { type Checked, checkedValue, type InputProblem } from "./problem";

/** From where alone an app may get tokens; from anywhere where neither is there. */
export interface NetworkRestriction {
    /** Addresses for which a network zone is made. */
    readonly gateways?: readonly string[] | undefined;
    /** Ids of network zones that are in the org already. */
    readonly zoneIds?: readonly string[] | undefined;
}

/** Checks from where an app may get tokens. */
export function checkNetworkRestriction(wanted: NetworkRestriction): Checked<NetworkRestriction> {
    const { gateways, zoneIds } = wanted;
    const problems: InputProblem[] = gatewayProblems(gateways, "the app");
    if (zoneIds !== undefined) {
        problems.push(...idProblems("zoneIds", zoneIds, isZoneId, ZONE_ID));
    }
    if (zoneIds !== undefined && gateways !== undefined) {
        const reason =
            "got it beside gateways, for which a network zone is made. Remove one of them: an app " +
            "names either zones that are there or the one that is made.";
        problems.push({ propertyPath: "zoneIds", reason });
    }
    return checkedValue(wanted, problems);
}

/** From where alone an app may get tokens, in words; undefined where from anywhere. */
export function describeNetwork({ gateways, zoneIds }: NetworkRestriction): string | undefined {
    const zones = zoneIds && `network zone ${zoneIds.join(", ")} (zoneIds)`;
    return gateways ? `${gateways.join(", ")} (gateways)` : zones;
}
