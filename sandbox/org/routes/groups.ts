import * as z from "zod";

import { forbidden, invalid, notFound } from "../errors";
import type { Group } from "../model";
import { page } from "../paging";
import { filtered, startingWithQ } from "../query";
import { GROUP_MANAGERS, GROUP_READERS } from "../roles";
import { type Call, noContent, ok, type Route } from "../route";
import { deletePrincipal, newId } from "../store";
import { logEvent, party } from "../systemLog";
import { parseBody } from "../validate";

/** Returns a group as Okta shows it. */
export function groupView(base: string, group: Group) {
    const self = `${base}/api/v1/groups/${group.id}`;
    return {
        id: group.id,
        created: group.created,
        lastUpdated: group.lastUpdated,
        lastMembershipUpdated: group.lastMembershipUpdated,
        objectClass: ["okta:user_group"],
        type: group.type,
        profile: group.profile,
        _links: {
            logo: [
                {
                    name: "medium",
                    href: `${base}/assets/img/logos/groups/okta-medium.png`,
                    type: "image/png",
                },
            ],
            users: { href: `${self}/users` },
            apps: { href: `${self}/apps` },
        },
    };
}

/**
 * Returns the group that the path names.
 *
 * @throws HttpError 404 when there is none.
 */
export function groupOf(call: Call): Group {
    const id = call.param("groupId");
    const group = call.org.store.groups.get(id);
    if (group === undefined) {
        throw notFound(id, "UserGroup");
    }
    return group;
}

const groupSchema = z.looseObject({
    profile: z.looseObject({
        name: z.string().min(1).max(255),
        description: z.string().max(1024).nullish(),
    }),
});

function checkName(call: Call, name: string, self?: Group): void {
    const taken = call.org.store.groups.find((group) => group.profile.name === name);
    if (taken !== undefined && taken !== self) {
        throw invalid(
            "name",
            "name: An object with this field already exists in the current organization",
        );
    }
}

function createGroup(call: Call) {
    const { org } = call;
    const { profile } = parseBody(call, groupSchema);
    checkName(call, profile.name);
    const now = org.timestamp();
    const group = org.store.groups.set({
        id: newId("00g"),
        created: now,
        lastUpdated: now,
        lastMembershipUpdated: now,
        type: "OKTA_GROUP",
        profile: { ...profile, description: profile.description ?? null },
    });
    logEvent(call, "group.lifecycle.create", "Create Okta group", [groupParty(group)]);
    return ok(groupView(call.base, group));
}

function replaceGroup(call: Call) {
    const { org } = call;
    const group = changeableGroup(call);
    const { profile } = parseBody(call, groupSchema);
    checkName(call, profile.name, group);
    const changed = org.store.groups.set({
        ...group,
        profile: { ...profile, description: profile.description ?? null },
        lastUpdated: org.timestamp(),
    });
    logEvent(call, "group.profile.update", "Update Okta group", [groupParty(changed)]);
    return ok(groupView(call.base, changed));
}

function deleteGroup(call: Call) {
    const { store } = call.org;
    const group = changeableGroup(call);
    store.groups.delete(group.id);
    store.memberships.delete(group.id);
    // A target that is gone stays named: without any, the role would reach everything.
    deletePrincipal(store, group.id);
    logEvent(call, "group.lifecycle.delete", "Delete Okta group", [groupParty(group)]);
    return noContent();
}

/** The group of the path; what Okta keeps itself, such as Everyone, can't be changed. */
export function changeableGroup(call: Call): Group {
    const group = groupOf(call);
    if (group.type === "BUILT_IN") {
        throw forbidden();
    }
    return group;
}

/** Names a group in an event of the System Log. */
export function groupParty(group: Group) {
    return party("UserGroup", group.id, group.profile.name);
}

/** Who may read groups. */
export const readingGroups = { scope: "okta.groups.read", roles: GROUP_READERS } as const;
const managing = { scope: "okta.groups.manage", roles: GROUP_MANAGERS } as const;

export const groupRoutes: Route[] = [
    {
        method: "GET",
        path: "/api/v1/groups",
        ...readingGroups,
        supported: "q, filter and search, limit up to 10000, after",
        source: "OAS",
        handle: (call) => {
            const { groups } = call.org.store;
            const named = startingWithQ(call, groups.list(), (group) => [group.profile.name]);
            const list = filtered(call, named, (group) => group);
            return page(call, groups, list, { usual: 10_000, most: 10_000, keep: true }, (group) =>
                groupView(call.base, group),
            );
        },
    },
    {
        method: "GET",
        path: "/api/v1/groups/:groupId",
        ...readingGroups,
        supported: "in full",
        source: "OAS",
        handle: (call) => ok(groupView(call.base, groupOf(call))),
    },
    {
        method: "POST",
        path: "/api/v1/groups",
        ...managing,
        supported: "a name that is taken is refused (text unconfirmed)",
        source: "OAS",
        handle: createGroup,
    },
    {
        method: "PUT",
        path: "/api/v1/groups/:groupId",
        ...managing,
        supported: "replaces the profile; built-in groups are refused (code unconfirmed)",
        source: "OAS",
        handle: replaceGroup,
    },
    {
        method: "DELETE",
        path: "/api/v1/groups/:groupId",
        ...managing,
        supported: "built-in groups are refused (code unconfirmed)",
        source: "OAS",
        handle: deleteGroup,
    },
    {
        method: "GET",
        path: "/api/v1/groups/:groupId/apps",
        ...readingGroups,
        supported: "always empty: the sandbox assigns no apps to groups",
        source: "OAS",
        handle: (call) => {
            groupOf(call);
            return ok([]);
        },
    },
];
