import type { User } from "./model";

/** Returns a user as Okta shows it. */
export function userView(base: string, user: User) {
    const self = `${base}/api/v1/users/${user.id}`;
    return {
        id: user.id,
        status: user.status,
        created: user.created,
        activated: user.activated,
        statusChanged: user.statusChanged,
        lastLogin: user.lastLogin,
        lastUpdated: user.lastUpdated,
        passwordChanged: user.passwordChanged,
        type: { id: "otysandboxdefault1d7" },
        profile: user.profile,
        credentials: {
            ...(user.passwordChanged === null ? {} : { password: {} }),
            provider: { type: "OKTA", name: "OKTA" },
        },
        _links: {
            schema: { href: `${base}/api/v1/meta/schemas/user/oscsandboxdefault1d7` },
            ...lifecycleLinks(self, user),
            self: { href: self },
            type: { href: `${base}/api/v1/meta/types/user/otysandboxdefault1d7` },
        },
    };
}

function lifecycleLinks(self: string, user: User) {
    const verbs: Record<User["status"], readonly string[]> = {
        STAGED: ["activate"],
        PROVISIONED: ["reactivate", "deactivate"],
        ACTIVE: ["suspend", "deactivate"],
        SUSPENDED: ["unsuspend", "deactivate"],
        DEPROVISIONED: ["activate"],
    };
    return Object.fromEntries(
        verbs[user.status].map((verb) => [
            verb,
            { href: `${self}/lifecycle/${verb}`, method: "POST" },
        ]),
    );
}
