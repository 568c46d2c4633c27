import * as z from "zod";

import { invalid, notFound } from "../errors";
import type { CustomRole, ResourceSet, RoleAssignment } from "../model";
import { type Assignee, assignRole, existing } from "../roleAssignments";
import { IAM_MANAGING, IAM_READING } from "../roles";
import { type Call, created, noContent, ok, type Route } from "../route";
import { parseBody } from "../validate";
import { setOf } from "./resourceSets";

const path = "/api/v1/iam/resource-sets/:resourceSetId/bindings";
const members = z.array(z.string()).min(1).max(1000);
const bindingSchema = z.looseObject({ role: z.string().min(1), members });
const additionsSchema = z.looseObject({ additions: members });

/** A binding: the assignments of one custom role on one resource set. It is there while it has members. */
interface Binding {
    readonly set: ResourceSet;
    readonly role: CustomRole;
    readonly assignments: readonly RoleAssignment[];
}

const PATHS = {
    USER: "/api/v1/users/",
    GROUP: "/api/v1/groups/",
    CLIENT: "/oauth2/v1/clients/",
} as const;

/** The user, group or client that an address names. */
function assigneeAt(call: Call, href: string): Assignee {
    const { apps, groups, users } = call.org.store;
    const [, kind = "", id = ""] =
        /^https?:\/\/[^/]+(\/api\/v1\/users\/|\/api\/v1\/groups\/|\/oauth2\/v1\/clients\/)([\w-]+)$/.exec(
            href,
        ) ?? [];
    const label = {
        [PATHS.USER]: users.get(id)?.profile.login,
        [PATHS.GROUP]: groups.get(id)?.profile.name,
        [PATHS.CLIENT]: apps.find(({ clientId }) => clientId === id)?.label,
    }[kind];
    if (label === undefined) {
        throw invalid("members", `members: '${href}' is no user, group or client of this org.`);
    }
    const types = Object.entries(PATHS) as [keyof typeof PATHS, string][];
    const type = types.find(([, prefix]) => prefix === kind)?.[0] ?? "USER";
    return { type, id, label, path: `${kind}${id}` };
}

function customRoleOf(call: Call, idOrLabel: string): CustomRole {
    const { customRoles } = call.org.store;
    const role = customRoles.get(idOrLabel) ?? customRoles.find((each) => each.label === idOrLabel);
    if (role === undefined) {
        throw notFound(idOrLabel, "CustomRole");
    }
    return role;
}

function assignmentsOf(call: Call, set: ResourceSet, role: CustomRole): RoleAssignment[] {
    return call.org.store.roleAssignments.filter(
        (each) => each.resourceSet === set.id && each.role === role.id,
    );
}

function bindingOf(call: Call): Binding {
    const set = setOf(call);
    const role = customRoleOf(call, call.param("roleId"));
    const assignments = assignmentsOf(call, set, role);
    if (assignments.length === 0) {
        throw notFound(role.id, "ResourceSetBinding");
    }
    return { set, role, assignments };
}

/** Assigns the role to all members, or to none where one of them is wrong. */
function bind(call: Call, set: ResourceSet, role: CustomRole, hrefs: readonly string[]): void {
    const input = { type: "CUSTOM", role: role.id, "resource-set": set.id };
    const assignees = [...new Set(hrefs)].map((href) => assigneeAt(call, href));
    for (const assignee of assignees) {
        if (existing(call, assignee, { ...input, resourceSet: set.id }) === undefined) {
            assignRole(call, assignee, input);
        }
    }
}

function revoke(call: Call, assignments: readonly RoleAssignment[]): void {
    for (const { assigneeId, id } of assignments) {
        call.org.store.roleAssignments.delete(`${assigneeId}/${id}`);
    }
}

function bindingView(call: Call, set: ResourceSet, role: CustomRole) {
    const base = `${call.base}/api/v1/iam`;
    const bindings = `${base}/resource-sets/${set.id}/bindings`;
    return {
        id: role.id,
        _links: {
            self: { href: `${bindings}/${role.id}` },
            bindings: { href: bindings },
            members: { href: `${bindings}/${role.id}/members` },
            role: { href: `${base}/roles/${role.id}` },
            "resource-set": { href: `${base}/resource-sets/${set.id}` },
        },
    };
}

// The link names the member, whatever address the caller used.
function memberView(call: Call, { id, assigneeId, assigneeType, ...times }: RoleAssignment) {
    const { created: at, lastUpdated } = times;
    const href = `${call.org.url}${PATHS[assigneeType]}${assigneeId}`;
    return { id, created: at, lastUpdated, _links: { self: { href } } };
}

function memberOf(call: Call): RoleAssignment {
    const id = call.param("memberId");
    const found = bindingOf(call).assignments.find((each) => each.id === id);
    if (found === undefined) {
        throw notFound(id, "ResourceSetBindingMember");
    }
    return found;
}

const source = "OAS, TF";
const reading = { ...IAM_READING, source };
const managing = { ...IAM_MANAGING, source };

export const resourceSetBindingRoutes: Route[] = [
    {
        method: "GET",
        path,
        ...reading,
        supported: "one page",
        handle: (call) => {
            const set = setOf(call);
            const bound = call.org.store.customRoles.filter(
                (role) => assignmentsOf(call, set, role).length > 0,
            );
            return ok({ roles: bound.map((role) => bindingView(call, set, role)), _links: {} });
        },
    },
    {
        method: "POST",
        path,
        ...managing,
        supported:
            "users, groups and clients by their addresses; 201 (unconfirmed). A member that is bound already stays so (unconfirmed).",
        handle: (call) => {
            const set = setOf(call);
            const input = parseBody(call, bindingSchema);
            const role = customRoleOf(call, input.role);
            bind(call, set, role, input.members);
            return created(bindingView(call, set, role));
        },
    },
    {
        method: "GET",
        path: `${path}/:roleId`,
        ...reading,
        supported: "404 once it has no member (unconfirmed)",
        handle: (call) => {
            const { set, role } = bindingOf(call);
            return ok(bindingView(call, set, role));
        },
    },
    {
        method: "DELETE",
        path: `${path}/:roleId`,
        ...managing,
        supported: "takes the role from all members",
        handle: (call) => {
            revoke(call, bindingOf(call).assignments);
            return noContent();
        },
    },
    {
        method: "GET",
        path: `${path}/:roleId/members`,
        ...reading,
        supported:
            "one page; the self link of a member is the address of the user, group or client",
        handle: (call) => {
            const { assignments } = bindingOf(call);
            const list = assignments.map((each) => memberView(call, each));
            return ok({ members: list, _links: {} });
        },
    },
    {
        method: "PATCH",
        path: `${path}/:roleId/members`,
        ...managing,
        supported: "additions",
        handle: (call) => {
            const { set, role } = bindingOf(call);
            bind(call, set, role, parseBody(call, additionsSchema).additions);
            return ok(bindingView(call, set, role));
        },
    },
    {
        method: "GET",
        path: `${path}/:roleId/members/:memberId`,
        ...reading,
        supported: "in full",
        handle: (call) => ok(memberView(call, memberOf(call))),
    },
    {
        method: "DELETE",
        path: `${path}/:roleId/members/:memberId`,
        ...managing,
        supported: "in full",
        handle: (call) => {
            revoke(call, [memberOf(call)]);
            return noContent();
        },
    },
];
