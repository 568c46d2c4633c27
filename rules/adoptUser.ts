import { checkAdoptedThing, HOW_TO_ADOPT } from "./adopt";
import { isUserId, isZoneId, USER_ID, ZONE_ID } from "./ids";
import { type Checked, type InputProblem, show } from "./problem";
import { CUSTOM_ROLE, READ_ONLY_ROLES } from "./roles";

/** A service user that is in the org already, for a component to take over. */
export interface AdoptedUser {
    /** Id of the user, such as "00u1gjh63g214q0Hq0g4". */
    readonly userId: string;
    /**
     * Id of the network zone that an earlier stack made for the gateways. Defaults to none: a zone
     * is made.
     */
    readonly zoneId?: string;
}

/** Checks what names the service user to take over, and whether there is a zone to use the one named. */
export function checkAdoptedUser(adopt: unknown, gateways: unknown): Checked<AdoptedUser> {
    return checkAdoptedThing<AdoptedUser>(adopt, ["userId", "zoneId"], ({ userId, zoneId }) => {
        const refuse = (member: string, reason: string): InputProblem[] => [
            { propertyPath: `adopt.${member}`, reason },
        ];
        const isZone = isZoneId(zoneId);
        return [
            ...(isUserId(userId)
                ? []
                : refuse(
                      "userId",
                      `got ${show(userId)}; wanted the id of a user, ${USER_ID}. ${HOW_TO_ADOPT}`,
                  )),
            ...(zoneId === undefined || isZone
                ? []
                : refuse(
                      "zoneId",
                      `got ${show(zoneId)}; wanted the id of a network zone, ${ZONE_ID}. ${HOW_TO_ADOPT}`,
                  )),
            ...(isZone && gateways === undefined
                ? refuse(
                      "zoneId",
                      `got ${show(zoneId)} without gateways; wanted the addresses of the zone in gateways, or no zone.`,
                  )
                : []),
        ];
    });
}

/** What of a user decides whether a component may take it over. */
export interface UserKind {
    readonly status: string;
    readonly login: string;
    readonly email?: string | null | undefined;
    /** The types of the admin roles that are assigned to the user itself. */
    readonly roles: readonly string[];
}

/** In these the okta plugin leaves a user's status alone. */
const FITTING_STATUSES = ["ACTIVE", "PROVISIONED", "PASSWORD_EXPIRED", "RECOVERY"];

/**
 * What is wrong with taking over a user: whatever an update would take away, give in addition, or
 * send a mail for.
 */
export function userAdoptionProblems(
    userId: string,
    { status, login, email, roles }: UserKind,
    wanted: { readonly login: string; readonly email: string },
): InputProblem[] {
    const problems: InputProblem[] = [];
    const refuse = (propertyPath: string, reason: string) =>
        problems.push({ propertyPath, reason });
    if (login !== wanted.login) {
        refuse(
            "login",
            `got ${show(wanted.login)}, but ${userId} has the login ${show(login)}; wanted that one, or another user. It was not changed.`,
        );
    }
    if (email != null && email !== wanted.email) {
        refuse(
            "email",
            `got ${show(wanted.email)}, but ${userId} has the address ${show(email)}; wanted that one, so that its mails go where they went. Change it after the first up, if at all.`,
        );
    }
    if (!FITTING_STATUSES.includes(status)) {
        refuse(
            "adopt.userId",
            `${userId} is ${show(status)}; wanted an active user, so that no update activates it and sends a mail for that. Activate it in the Admin Console (Directory > People), or name another user.`,
        );
    }
    const more = roles.filter((role) => role !== CUSTOM_ROLE && !READ_ONLY_ROLES.includes(role));
    if (more.length > 0) {
        refuse(
            "adopt.userId",
            `${userId} holds ${more.join(", ")}, which the next update would take away; wanted a user with ${READ_ONLY_ROLES.join(" and ")} alone. Take it away in the Admin Console (Security > Administrators) if Rezonate does not need it, or name another user.`,
        );
    }
    const fewer = READ_ONLY_ROLES.filter((role) => !roles.includes(role));
    if (fewer.length > 0) {
        refuse(
            "adopt.userId",
            `${userId} does not hold ${fewer.join(", ")}, which the next update would give it; wanted a user that reads already. If this is Rezonate's, assign it in the Admin Console (Security > Administrators); otherwise name another user.`,
        );
    }
    return problems;
}

/** A network zone that is to be taken over. */
export interface ZoneKind {
    readonly type: string;
    readonly status?: string | null | undefined;
    readonly gateways: readonly string[];
    readonly hasProxies: boolean;
}

/** What is wrong with taking over a network zone: no address that it lets in may be locked out. */
export function zoneAdoptionProblems(
    zoneId: string,
    { type, status, gateways, hasProxies }: ZoneKind,
    wanted: readonly string[],
): InputProblem[] {
    const problems: InputProblem[] = [];
    const refuse = (propertyPath: string, reason: string) =>
        problems.push({ propertyPath, reason });
    if (type !== "IP" || status !== "ACTIVE" || hasProxies) {
        const is = hasProxies ? "has trusted proxies" : `is ${show(type)} and ${show(status)}`;
        refuse(
            "adopt.zoneId",
            `${zoneId} ${is}; wanted an active zone of the type IP with gateways alone. Leave zoneId out for a zone of the stack's own.`,
        );
    }
    const dropped = gateways.filter((one) => !wanted.includes(one));
    if (dropped.length > 0) {
        refuse(
            "gateways",
            `${zoneId} lets in ${dropped.join(", ")}, which the next update would lock out; wanted all of its addresses. Take one away after the first up, or leave zoneId out.`,
        );
    }
    return problems;
}

/** What is wrong with restricting a token as the program does, where a person has restricted it otherwise. */
export function tokenAdoptionProblems(
    apiTokenId: string,
    zones: readonly string[],
    zoneId: string | undefined,
): InputProblem[] {
    const isSame = zones.length === 1 && zones[0] === zoneId;
    const reason = `${apiTokenId} may be used only from ${zones.join(", ")}, in whose place the up would put ${zoneId ?? "the gateways of the program, or nothing"}. Leave it out, and it stays as it is; or take that zone over: name it in adopt.zoneId, and its addresses in gateways.`;
    return zones.length === 0 || isSame ? [] : [{ propertyPath: "apiTokenId", reason }];
}
