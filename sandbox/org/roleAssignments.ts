import * as z from "zod";

import { invalid, notFound, oktaError } from "./errors";
import type { AssigneeType, RoleAssignment } from "./model";
import { type AdminRole, base32, ROLE_LABELS, TARGETABLE_ROLES } from "./roles";
import type { Call } from "./route";
import { newId } from "./store";
import { logEvent, party } from "./systemLog";

/** A role assignment that a client sends. */
export const roleSchema = z.looseObject({
    type: z.string().min(1),
    role: z.string().optional(),
    "resource-set": z.string().optional(),
});

/** A role assignment as a client sends it. */
export type RoleInput = z.infer<typeof roleSchema>;

/** Where a role assignment goes, and how Okta speaks of it. */
export interface Assignee {
    readonly type: AssigneeType;
    readonly id: string;
    readonly label: string;
    /** The path of the assignee, which its links point at. */
    readonly path: string;
}

const EVENTS: Record<AssigneeType, string> = {
    USER: "user.account.privilege",
    GROUP: "group.privilege",
    CLIENT: "app.oauth2.client.privilege",
};

const ID_PREFIXES: Record<AssigneeType, string> = { USER: "ra1", GROUP: "gra", CLIENT: "ra1" };

/** Assigns a standard or custom role; a duplicate is refused. */
export function assignRole(call: Call, assignee: Assignee, input: RoleInput): RoleAssignment {
    const { org } = call;
    const role = input.type === "CUSTOM" ? customRole(call, input) : standardRole(input.type);
    if (existing(call, assignee, role) !== undefined) {
        // For a client Okta's wording suggests E0000263; users and groups are recorded.
        throw oktaError(assignee.type === "CLIENT" ? "E0000263" : "E0000090");
    }
    const now = org.timestamp();
    const fixedId = TARGETABLE_ROLES.some((each) => each === role.type);
    const prefix = role.type === "CUSTOM" ? "irb" : ID_PREFIXES[assignee.type];
    const assignment = org.store.roleAssignments.set({
        id: fixedId ? base32(role.type) : newId(prefix),
        assigneeType: assignee.type,
        assigneeId: assignee.id,
        status: "ACTIVE",
        created: now,
        lastUpdated: now,
        effectiveAt: org.now() + org.faults.roleDelay,
        groupTargets: [],
        appTargets: [],
        ...role,
    });
    logEvent(call, `${EVENTS[assignee.type]}.grant`, `Grant ${role.label}`, [
        party(assignee.type, assignee.id, assignee.label),
        party("ROLE", assignment.id, role.label),
    ]);
    return assignment;
}

/** Whether the assignee holds this role already. */
export function existing(
    call: Call,
    assignee: Pick<Assignee, "id">,
    role: { type: string; role?: string; resourceSet?: string },
): RoleAssignment | undefined {
    return call.org.store.roleAssignments.find(
        (each) =>
            each.assigneeId === assignee.id &&
            each.type === role.type &&
            each.role === role.role &&
            each.resourceSet === role.resourceSet,
    );
}

/** Lists the role assignments of a user, group or client. */
export function listRoles(call: Call, assignee: Assignee): readonly RoleAssignment[] {
    return call.org.store.roleAssignments.filter((each) => each.assigneeId === assignee.id);
}

/**
 * Returns the role assignment that the path names.
 *
 * @throws HttpError 404 when the assignee has none with this id.
 */
export function roleOf(call: Call, assignee: Assignee): RoleAssignment {
    const id = call.param("roleAssignmentId");
    const assignment = call.org.store.roleAssignments.get(`${assignee.id}/${id}`);
    if (assignment === undefined) {
        throw notFound(id, "RoleAssignment");
    }
    return assignment;
}

/**
 * Deletes the role assignment that the path names.
 *
 * @throws HttpError 404 when the assignee has none with this id.
 */
export function revokeRole(call: Call, assignee: Assignee): void {
    const assignment = roleOf(call, assignee);
    call.org.store.roleAssignments.delete(`${assignee.id}/${assignment.id}`);
    logEvent(call, `${EVENTS[assignee.type]}.revoke`, `Revoke ${assignment.label}`, [
        party(assignee.type, assignee.id, assignee.label),
        party("ROLE", assignment.id, assignment.label),
    ]);
}

/** Returns a role assignment as Okta shows it. */
export function roleView(base: string, assignee: Assignee, assignment: RoleAssignment) {
    const { id, label, type, status, created, lastUpdated } = assignment;
    const assigneeLink = { assignee: { href: `${base}${assignee.path}` } };
    if (assignment.role === undefined || assignment.resourceSet === undefined) {
        return {
            id,
            label,
            type,
            status,
            created,
            lastUpdated,
            assignmentType: assignee.type,
            _links: assigneeLink,
        };
    }
    const role = `${base}/api/v1/iam/roles/${assignment.role}`;
    const set = `${base}/api/v1/iam/resource-sets/${assignment.resourceSet}`;
    return {
        id,
        label,
        type,
        status,
        created,
        lastUpdated,
        assignmentType: assignee.type,
        "resource-set": assignment.resourceSet,
        role: assignment.role,
        _links: {
            ...assigneeLink,
            role: { href: role },
            "resource-set": { href: set },
            permissions: { href: `${role}/permissions` },
            member: { href: `${set}/bindings/${assignment.role}/members/${id}` },
        },
    };
}

function standardRole(type: string): { type: AdminRole; label: string } {
    if (!isAdminRole(type)) {
        throw invalid("type", `type: '${type}' is not a role type.`);
    }
    return { type, label: ROLE_LABELS[type] };
}

function customRole(call: Call, input: RoleInput) {
    const { customRoles, resourceSets } = call.org.store;
    const role = customRoles.get(input.role ?? "");
    const resourceSet = resourceSets.get(input["resource-set"] ?? "");
    if (role === undefined) {
        throw notFound(input.role ?? "null", "CustomRole");
    }
    if (resourceSet === undefined) {
        throw notFound(input["resource-set"] ?? "null", "ResourceSet");
    }
    return { type: "CUSTOM", label: role.label, role: role.id, resourceSet: resourceSet.id };
}

function isAdminRole(type: string): type is AdminRole {
    return Object.hasOwn(ROLE_LABELS, type);
}
