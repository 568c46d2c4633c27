import { forbidden, invalid, oktaError } from "../errors";
import type { User } from "../model";
import { CREDENTIAL_MANAGERS, USER_MANAGERS } from "../roles";
import { type Call, ok, type Route } from "../route";
import { logEvent } from "../systemLog";
import { userView } from "../userView";
import { checkMayTouch, setUserStatus, userOf, userParty } from "./users";

interface Transition {
    readonly permission: string;
    readonly from: readonly User["status"][];
    readonly to: User["status"];
    readonly event: string;
    readonly refuse: () => Error;
}

const TRANSITIONS: Record<string, Transition> = {
    activate: {
        permission: "okta.users.lifecycle.activate",
        from: ["STAGED", "DEPROVISIONED"],
        to: "ACTIVE",
        event: "Activate Okta user",
        refuse: () => oktaError("E0000016"),
    },
    deactivate: {
        permission: "okta.users.lifecycle.deactivate",
        from: ["STAGED", "PROVISIONED", "ACTIVE", "SUSPENDED"],
        to: "DEPROVISIONED",
        event: "Deactivate Okta user",
        refuse: () => oktaError("E0000007", "User not found or already deactivated"),
    },
    suspend: {
        permission: "okta.users.lifecycle.suspend",
        from: ["ACTIVE"],
        to: "SUSPENDED",
        event: "Suspend Okta user",
        refuse: () => invalid("suspendUser", "Cannot suspend a user that is not active"),
    },
    unsuspend: {
        permission: "okta.users.lifecycle.unsuspend",
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

interface Reset {
    readonly permission: string;
    readonly event: string;
    readonly said: string;
    readonly supported: string;
    readonly answer: (call: Call, user: User) => unknown;
}

const RESETS: Record<string, Reset> = {
    expire_password: {
        permission: "okta.users.credentials.expirePassword",
        event: "user.account.expire_password",
        said: "Expire a user's password",
        supported: "a user with a password, which the sandbox does not keep; 200 with the user",
        answer: (call, user) => userView(call.base, user),
    },
    reset_password: {
        permission: "okta.users.credentials.resetPassword",
        event: "user.account.reset_password",
        said: "Reset password for user",
        supported: "sendEmail is required; with false, a link that leads nowhere",
        answer: (call) =>
            call.query.get("sendEmail") === "false"
                ? { resetPasswordUrl: `${call.base}/signin/reset-password/not-a-secret` }
                : {},
    },
    reset_factors: {
        permission: "okta.users.credentials.resetFactors",
        event: "user.mfa.factor.reset_all",
        said: "Reset all factors for user",
        supported: "200 with {}; the sandbox has no factors",
        answer: () => ({}),
    },
};

function reset(call: Call, verb: string, { event, said, answer }: Reset) {
    const user = userOf(call);
    checkMayTouch(call, user);
    if (verb === "reset_password" && call.query.get("sendEmail") === null) {
        throw invalid("sendEmail", "sendEmail: The field cannot be left blank");
    }
    if (!["ACTIVE", "PROVISIONED"].includes(user.status)) {
        throw oktaError("E0000016");
    }
    logEvent(call, event, said, [userParty(user)]);
    return ok(answer(call, user));
}

function endSessions(call: Call) {
    const user = userOf(call);
    checkMayTouch(call, user);
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
        permission: transition.permission,
        supported:
            verb === "activate"
                ? "the user is ACTIVE at once; no activation token is returned"
                : "texts of refused transitions are unconfirmed",
        source: "OAS",
        handle: (call) => move(call, verb, transition),
    })),
    ...Object.entries(RESETS).map(([verb, one]): Route => ({
        method: "POST",
        path: `/api/v1/users/:userId/lifecycle/${verb}`,
        scope: "okta.users.manage",
        roles: CREDENTIAL_MANAGERS,
        permission: one.permission,
        supported: one.supported,
        source: "OAS",
        handle: (call) => reset(call, verb, one),
    })),
    {
        method: "DELETE",
        path: "/api/v1/users/:userId/sessions",
        scope: "okta.users.manage",
        roles: CREDENTIAL_MANAGERS,
        permission: "okta.users.lifecycle.clearSessions",
        supported: "204, written to the System Log; the sandbox has no sessions",
        source: "OAS",
        handle: endSessions,
    },
];
