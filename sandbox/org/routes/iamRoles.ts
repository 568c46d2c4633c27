import * as z from "zod";

import { invalid, notFound } from "../errors";
import type { CustomRole } from "../model";
import { IAM_MANAGING, IAM_READING } from "../roles";
import { type Call, noContent, ok, type Route } from "../route";
import { newId } from "../store";
import { logEvent, party } from "../systemLog";
import { parseBody } from "../validate";

const path = "/api/v1/iam/roles";
const label = z.string().min(1).max(255);
const permission = z.string().regex(/^okta\.[A-Za-z]+(\.[A-Za-z]+)*$/);
const newRoleSchema = z.looseObject({
    label,
    description: z.string().min(1),
    permissions: z.array(permission).min(1),
});
const roleSchema = z.looseObject({ label, description: z.string().min(1) });

/** Okta links custom roles under the address of the Admin Console. */
function adminBase(call: Call): string {
    return call.base.startsWith("https:") ? call.base.replace(".", "-admin.") : call.base;
}

function roleView(call: Call, role: CustomRole) {
    const self = `${adminBase(call)}${path}/${role.id}`;
    return {
        id: role.id,
        label: role.label,
        description: role.description,
        created: role.created,
        lastUpdated: role.lastUpdated,
        _links: { permissions: { href: `${self}/permissions` }, self: { href: self } },
    };
}

function permissionView(call: Call, role: CustomRole, held: CustomRole["permissions"][number]) {
    const self = `${adminBase(call)}${path}/${role.id}/permissions/${held.label}`;
    return {
        label: held.label,
        conditions: null,
        created: held.created,
        lastUpdated: held.lastUpdated,
        _links: {
            role: { href: `${adminBase(call)}${path}/${role.id}` },
            self: { href: self },
        },
    };
}

function roleOf(call: Call): CustomRole {
    const idOrLabel = call.param("roleId");
    const { customRoles } = call.org.store;
    const role = customRoles.get(idOrLabel) ?? customRoles.find((each) => each.label === idOrLabel);
    if (role === undefined) {
        throw notFound(idOrLabel, "CustomRole");
    }
    return role;
}

function checkLabel(call: Call, wanted: string, self?: CustomRole): void {
    const taken = call.org.store.customRoles.find((role) => role.label === wanted);
    if (taken !== undefined && taken !== self) {
        throw invalid("label", "label: There is already a role with this label.");
    }
}

function createRole(call: Call) {
    const input = parseBody(call, newRoleSchema);
    checkLabel(call, input.label);
    const now = call.org.timestamp();
    const role = call.org.store.customRoles.set({
        id: newId("cr0"),
        label: input.label,
        description: input.description,
        created: now,
        lastUpdated: now,
        permissions: [...new Set(input.permissions)].map((each) => ({
            label: each,
            created: now,
            lastUpdated: now,
        })),
    });
    logEvent(call, "iam.role.create", "Create custom admin role", [roleParty(role)]);
    return ok(roleView(call, role));
}

function replaceRole(call: Call) {
    const role = roleOf(call);
    const input = parseBody(call, roleSchema);
    checkLabel(call, input.label, role);
    const { label, description } = input;
    const changed = { ...role, label, description, lastUpdated: call.org.timestamp() };
    call.org.store.customRoles.set(changed);
    logEvent(call, "iam.role.update", "Update custom admin role", [roleParty(role)]);
    return ok(roleView(call, changed));
}

function deleteRole(call: Call) {
    const { customRoles, roleAssignments } = call.org.store;
    const role = roleOf(call);
    if (roleAssignments.find((assignment) => assignment.role === role.id)) {
        throw invalid("role", "The role can't be deleted while it is assigned.");
    }
    customRoles.delete(role.id);
    logEvent(call, "iam.role.delete", "Delete custom admin role", [roleParty(role)]);
    return noContent();
}

function changePermission(call: Call, change: "add" | "delete") {
    const role = roleOf(call);
    const wanted = call.param("permission");
    if (!permission.safeParse(wanted).success) {
        throw invalid("permissions", `permissions: '${wanted}' is not a permission.`);
    }
    const others = role.permissions.filter((each) => each.label !== wanted);
    const now = call.org.timestamp();
    if (change === "delete" && others.length === role.permissions.length) {
        throw notFound(wanted, "Permission");
    }
    const added = change === "add" ? [{ label: wanted, created: now, lastUpdated: now }] : [];
    const permissions = [...others, ...added];
    call.org.store.customRoles.set({ ...role, permissions, lastUpdated: now });
    const event = change === "add" ? "iam.role.permissions.add" : "iam.role.permissions.delete";
    logEvent(call, event, "Change permissions of custom admin role", [roleParty(role)]);
    return noContent();
}

function roleParty(role: CustomRole) {
    return party("ROLE", role.id, role.label);
}

const source = "VCR, OAS";
const reading = { ...IAM_READING, source };
const managing = { ...IAM_MANAGING, source };

export const iamRoleRoutes: Route[] = [
    {
        method: "GET",
        path,
        ...reading,
        supported: "super admins, and custom roles with okta.iam.read; one page",
        handle: (call) =>
            ok({
                roles: call.org.store.customRoles.list().map((role) => roleView(call, role)),
                _links: {},
            }),
    },
    {
        method: "POST",
        path,
        ...managing,
        supported: "200 as recorded; any name in the form of a permission is taken",
        handle: createRole,
    },
    {
        method: "GET",
        path: `${path}/:roleId`,
        ...reading,
        supported: "by id or label",
        handle: (call) => ok(roleView(call, roleOf(call))),
    },
    {
        method: "PUT",
        path: `${path}/:roleId`,
        ...managing,
        supported: "label and description",
        handle: replaceRole,
    },
    {
        method: "DELETE",
        path: `${path}/:roleId`,
        ...managing,
        supported: "refused while assigned (unconfirmed)",
        handle: deleteRole,
    },
    {
        method: "GET",
        path: `${path}/:roleId/permissions`,
        ...reading,
        supported: "without conditions",
        handle: (call) => {
            const role = roleOf(call);
            const permissions = role.permissions.map((each) => permissionView(call, role, each));
            return ok({ permissions });
        },
    },
    {
        method: "GET",
        path: `${path}/:roleId/permissions/:permission`,
        ...reading,
        supported: "without conditions",
        handle: (call) => {
            const role = roleOf(call);
            const wanted = call.param("permission");
            const held = role.permissions.find((each) => each.label === wanted);
            if (held === undefined) {
                throw notFound(wanted, "Permission");
            }
            return ok(permissionView(call, role, held));
        },
    },
    {
        method: "POST",
        path: `${path}/:roleId/permissions/:permission`,
        ...managing,
        supported: "conditions are ignored",
        handle: (call) => changePermission(call, "add"),
    },
    {
        method: "DELETE",
        path: `${path}/:roleId/permissions/:permission`,
        ...managing,
        supported: "in full",
        handle: (call) => changePermission(call, "delete"),
    },
];
