import { forbidden, invalid, oktaError } from "../errors";
import type { User } from "../model";
import { USER_MANAGERS } from "../roles";
import { type Call, ok, type Route } from "../route";
import { logEvent } from "../systemLog";
import { checkMayTouch, setUserStatus, userOf, userParty } from "./users";

interface Transition {
    readonly from: readonly User["status"][];
    readonly to: User["status"];
    readonly event: string;
    readonly refuse: () => Error;
}

const TRANSITIONS: Record<string, Transition> = {
    activate: {
        from: ["STAGED", "DEPROVISIONED"],
        to: "ACTIVE",
        event: "Activate Okta user",
        refuse: () => oktaError("E0000016"),
    },
    deactivate: {
        from: ["STAGED", "PROVISIONED", "ACTIVE", "SUSPENDED"],
        to: "DEPROVISIONED",
        event: "Deactivate Okta user",
        refuse: () => oktaError("E0000007", "User not found or already deactivated"),
    },
    suspend: {
        from: ["ACTIVE"],
        to: "SUSPENDED",
        event: "Suspend Okta user",
        refuse: () => invalid("suspendUser", "Cannot suspend a user that is not active"),
    },
    unsuspend: {
        from: ["SUSPENDED"],
        to: "ACTIVE",
        event: "Unsuspend Okta user",
        refuse: () => invalid("unsuspendUser", "Cannot unsuspend a user that is not suspended"),
    },
};

function move(call: Call, verb: string, transition: Transition) {
    const user = userOf(call);
    checkMayTouch(call, user);
    if (!transition.from.includes(user.status)) {
        throw transition.refuse();
    }
    setUserStatus(call, user, transition.to);
    logEvent(call, `user.lifecycle.${verb}`, transition.event, [userParty(user)]);
    return ok({});
}

function endSessions(call: Call) {
    const user = userOf(call);
    if (user.status === "DEPROVISIONED") {
        throw forbidden();
    }
    logEvent(call, "user.session.clear", "Clear user session", [userParty(user)]);
    return { status: 204 };
}

export const userLifecycleRoutes: Route[] = [
    ...Object.entries(TRANSITIONS).map(([verb, transition]): Route => ({
        method: "POST",
        path: `/api/v1/users/:userId/lifecycle/${verb}`,
        scope: "okta.users.manage",
        roles: USER_MANAGERS,
        supported:
            verb === "activate"
                ? "the user is ACTIVE at once; no activation token is returned"
                : "texts of refused transitions are unconfirmed",
        source: "OAS",
        handle: (call) => move(call, verb, transition),
    })),
    {
        method: "DELETE",
        path: "/api/v1/users/:userId/sessions",
        scope: "okta.users.manage",
        roles: USER_MANAGERS,
        supported: "written to the System Log; the sandbox has no sessions",
        source: "OAS",
        handle: endSessions,
    },
];
