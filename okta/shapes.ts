import * as v from "valibot";

import { absent, id, identified, list, text } from "./shapeParts";

/**
 * The parts of Okta's answers that are read here, each as Okta documents it. An answer of another
 * shape, from a captive portal or a proxy, says nothing about the org. Members that are not listed
 * are let through unread.
 */

/** The admin roles of a client or a user (Okta: Role Assignments API). */
export const roleAssignments = list(
    v.object({
        id,
        type: text,
        label: absent(text),
        role: absent(text),
        "resource-set": absent(text),
        assignmentType: absent(text),
    }),
);

/** One admin role of a client or a user. */
export type RoleAssignment = v.InferOutput<typeof roleAssignments>[number];

/** The permissions of a custom admin role (Okta: Role Permissions API). */
export const rolePermissions = v.object({ permissions: list(v.object({ label: text })) });

/** What a resource set covers (Okta: Resource Set Resources API). */
export const setResources = v.object({ resources: list(v.object({ orn: absent(text) })) });

/** The users who have admin roles (Okta: Role Assignments API). */
export const roleAssignees = v.object({ value: list(identified) });

/** The shares of the rate limits that principals have (Okta: Principal Rate Limits API). */
export const principalRateLimits = list(
    v.object({ principalId: text, defaultPercentage: absent(v.number()) }),
);

/** A user (Okta: Users API). */
export const user = (id: string) => v.object({ id: v.literal(id), status: text });

/** A user with the parts of the profile that tell whose it is. */
export const userProfile = v.object({
    id,
    status: absent(text),
    profile: v.object({
        login: text,
        email: absent(text),
        firstName: absent(text),
        lastName: absent(text),
    }),
});

/** The groups of a user. */
export const userGroups = list(identified);

/** The users in a group. */
export const groupMembers = list(
    v.object({ id, profile: absent(v.object({ login: absent(text) })) }),
);

/** The user whose credentials are used, as `/users/me` gives it. */
export const currentUser = v.object({
    id,
    profile: v.object({ login: text }),
});

/** A network zone of the type IP (Okta: Network Zones API). */
export const ipZone = (id: string) =>
    v.object({
        id: v.literal(id),
        status: text,
        gateways: absent(list(v.object({ value: text }))),
    });

/** A network zone of any type. */
export const anyZone = (id: string) =>
    v.object({
        id: v.literal(id),
        type: text,
        status: absent(text),
        gateways: absent(list(v.object({ value: absent(text) }))),
        proxies: absent(list(v.unknown())),
    });

/** The network zones of an org. Only those of the type IP have gateways. */
export const zones = list(
    v.object({
        id,
        name: text,
        type: text,
        status: absent(text),
        created: absent(text),
        gateways: absent(list(v.object({ value: absent(text) }))),
    }),
);

const apiTokenMembers = {
    id,
    created: absent(text),
    userId: absent(text),
    expiresAt: absent(text),
    network: absent(
        v.object({
            connection: text,
            include: absent(list(text)),
            exclude: absent(list(text)),
        }),
    ),
};

/** An API token's metadata (Okta: API Tokens API). */
export const apiToken = (id: string) => v.object({ ...apiTokenMembers, id: v.literal(id) });

/** The metadata of all API tokens. */
export const apiTokens = list(v.object(apiTokenMembers));

/** The org's public metadata, `/.well-known/okta-organization`. */
export const orgMetadata = v.object({ id, pipeline: text });

/** The org's setting "Public client app admins" (Okta: Org Setting Client Privileges API). */
export const clientPrivileges = v.object({ clientPrivilegesSetting: v.boolean() });

/** A page of the System Log. Each event is read by itself: one that is unusual spoils no other. */
export const logPage = list(v.unknown());

/** An event of the System Log (Okta: System Log API). Okta promises no form of its debug data. */
export const logEvent = v.object({
    published: v.pipe(text, v.isoTimestamp()),
    eventType: text,
    client: absent(
        v.object({
            ipAddress: absent(text),
            userAgent: absent(v.object({ rawUserAgent: absent(text) })),
        }),
    ),
    outcome: absent(v.object({ result: absent(text) })),
    debugContext: absent(
        v.object({
            debugData: absent(v.object({ grantedScopes: absent(v.union([text, list(text)])) })),
        }),
    ),
});

/** An event of the System Log, as it is read here. */
export type LogEvent = v.InferOutput<typeof logEvent>;

/** What an API call of Okta gives at all: an object or a list of them. */
export const anyAnswer = v.union([v.array(v.unknown()), v.record(v.string(), v.unknown())]);
