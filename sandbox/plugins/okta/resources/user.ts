import { PartlyCreated, type Resource } from "../../provider/resource";
import { flag, isRecord, text, type Values } from "../../provider/value";
import type { OktaClient } from "../client";
import { explained, orMissing, summary } from "../oktaError";
import {
    isProfileProperty,
    profileBody,
    profileProperties,
    timeProperties,
    userState,
} from "./userProfile";

const TRANSITION_PAUSE_MS = 5_000;
const secret = { type: "string", optional: true, secret: true } as const;

/** A user. */
export const user: Resource<OktaClient> = {
    properties: {
        ...profileProperties,
        ...timeProperties,
        customProfileAttributes: { type: "string", optional: true, computed: true },
        customProfileAttributesToIgnores: { type: "set", optional: true },
        status: {
            type: "string",
            optional: true,
            default: "ACTIVE",
            // A user who still has to set a password is active for all purposes of a program.
            equivalent: (before, after) =>
                after === "ACTIVE" && (before === "PROVISIONED" || before === "PASSWORD_EXPIRED"),
        },
        rawStatus: { type: "string", computed: true },
        type: { type: "object", optional: true, computed: true },
        realmId: { type: "string", optional: true, computed: true },
        password: secret,
        oldPassword: secret,
        passwordHash: { type: "object", optional: true },
        passwordInlineHook: { type: "string", optional: true },
        recoveryQuestion: { type: "string", optional: true },
        recoveryAnswer: secret,
        expirePasswordOnCreate: { type: "boolean", optional: true, default: false },
        skipRoles: { type: "boolean", optional: true, default: false },
    },
    async create({ client }, inputs) {
        const staged = text(inputs, "status") === "STAGED";
        const made = await explained("failed to create user", () =>
            client.call("POST", `/api/v1/users${staged ? "?activate=false" : ""}`, {
                profile: profileBody(inputs),
                credentials: credentialsOf(inputs),
                ...typeAndRealm(inputs),
            }),
        );
        const id = text(made, "id");
        try {
            if (["SUSPENDED", "DEPROVISIONED"].includes(text(inputs, "status"))) {
                await changeStatus(client, id, text(inputs, "status"));
            }
            if (flag(inputs, "expirePasswordOnCreate")) {
                await client.call("POST", `${userPath(id)}/lifecycle/expire_password`);
            }
            const found = await client.call("GET", userPath(id));
            return { id, outputs: userState(found, inputs) };
        } catch (error) {
            throw new PartlyCreated(id, userState(made, inputs), summary(error));
        }
    },
    async read({ client }, id, state) {
        const found = await explained("failed to get user", () =>
            orMissing(() => client.call("GET", userPath(id))),
        );
        return found && { id: text(found, "id"), outputs: userState(found, state) };
    },
    async update({ client }, id, state, inputs, changed) {
        const status = text(inputs, "status");
        if (changed.has("status") && status === "STAGED") {
            throw new Error(
                "Okta will not allow a user to be updated to STAGED. Can set to STAGED on user creation only",
            );
        }
        if (changed.has("status")) {
            await explained("failed to update user status", () => changeStatus(client, id, status));
        }
        const rest = [...changed].some(
            (key) =>
                isProfileProperty(key) ||
                ["type", "realmId", "passwordHash", "passwordInlineHook"].includes(key),
        );
        if (rest && status === "DEPROVISIONED") {
            throw new Error(
                "Only the status of a DEPROVISIONED user can be updated, we detected other change",
            );
        }
        if (rest) {
            await explained("failed to update user", () =>
                client.call("PUT", userPath(id), {
                    profile: profileBody(inputs),
                    ...typeAndRealm(inputs),
                    ...(changed.has("passwordHash") || changed.has("passwordInlineHook")
                        ? { credentials: credentialsOf(inputs) }
                        : {}),
                }),
            );
        }
        if (changed.has("password")) {
            await changePassword(client, id, inputs);
        }
        if (changed.has("recoveryQuestion") || changed.has("recoveryAnswer")) {
            await explained("failed to change user's password recovery question", () =>
                client.call(
                    "POST",
                    `${userPath(id)}/credentials/change_recovery_question`,
                    credentialsOf(inputs),
                ),
            );
        }
        const found = await explained("failed to get user", () => client.call("GET", userPath(id)));
        const kept = Object.entries(state).filter(([key]) => !changed.has(key));
        return userState(found, { ...Object.fromEntries(kept), ...inputs });
    },
    async delete({ client }, id, state) {
        // The first call deactivates, and only the second one deletes.
        const passes = text(state, "status") === "DEPROVISIONED" ? 1 : 2;
        for (let pass = 0; pass < passes; pass++) {
            await explained("failed to deprovision or delete user from Okta", () =>
                client.call("DELETE", userPath(id)),
            );
        }
    },
};

async function changeStatus(client: OktaClient, id: string, wanted: string): Promise<void> {
    const current = text(await client.call("GET", userPath(id)), "status");
    if (wanted === "ACTIVE" && current === "PASSWORD_EXPIRED") {
        return;
    }
    const activation: Record<string, string> = { SUSPENDED: "unsuspend", LOCKED_OUT: "unlock" };
    const verbs: Record<string, string> = {
        SUSPENDED: "suspend",
        DEPROVISIONED: "deactivate",
        ACTIVE: activation[current] ?? "activate",
    };
    await client.call("POST", `${userPath(id)}/lifecycle/${verbs[wanted] ?? wanted}`);
    for (;;) {
        const found = await client.call("GET", userPath(id));
        if (text(found, "transitioningToStatus") === "") {
            return;
        }
        await client.pause(TRANSITION_PAUSE_MS);
    }
}

async function changePassword(client: OktaClient, id: string, inputs: Values): Promise<void> {
    const newPassword = { value: text(inputs, "password") };
    const old = text(inputs, "oldPassword");
    if (old === "") {
        await explained("failed to set user's password", () =>
            client.call("PUT", userPath(id), { credentials: { password: newPassword } }),
        );
        return;
    }
    await explained("failed to update user's password", () =>
        client.call("POST", `${userPath(id)}/credentials/change_password`, {
            oldPassword: { value: old },
            newPassword,
        }),
    );
}

function credentialsOf(inputs: Values): Values {
    const value = text(inputs, "password");
    const hook = text(inputs, "passwordInlineHook");
    const password: Values = {
        ...(value === "" ? {} : { value }),
        ...(isRecord(inputs.passwordHash) ? { hash: inputs.passwordHash } : {}),
    };
    const question = text(inputs, "recoveryQuestion");
    const answer = text(inputs, "recoveryAnswer");
    return {
        password: hook === "" ? password : { hook: { type: hook } },
        ...(question === "" ? {} : { recovery_question: { question, answer } }),
    };
}

function typeAndRealm(inputs: Values): Values {
    const type = isRecord(inputs.type) ? text(inputs.type, "id") : "";
    const realmId = text(inputs, "realmId");
    return {
        ...(type === "" ? {} : { type: { id: type } }),
        ...(realmId === "" ? {} : { realmId }),
    };
}

function userPath(id: string): string {
    return `/api/v1/users/${encodeURIComponent(id)}`;
}
