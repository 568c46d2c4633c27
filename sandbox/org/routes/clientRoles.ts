import { notFound, oktaError } from "../errors";
import type { App } from "../model";
import {
    assignRole,
    listRoles,
    revokeRole,
    roleOf,
    roleSchema,
    roleView,
    type Assignee,
} from "../roleAssignments";
import { SUPER_ONLY } from "../roles";
import { created, noContent, ok, type Call, type Route } from "../route";
import { parseBody } from "../validate";

/** A client as the one who holds roles. */
export function clientAssignee(app: App): Assignee {
    return {
        type: "CLIENT",
        id: app.clientId,
        label: app.label,
        path: `/oauth2/v1/clients/${app.clientId}`,
    };
}

export function clientOf(call: Call): App {
    const id = call.param("clientId");
    const app = call.org.store.apps.find((each) => each.clientId === id);
    if (app === undefined) {
        throw notFound(id, "OAuth2AppInstance");
    }
    return app;
}

const base = "/oauth2/v1/clients/:clientId/roles";
const reading = { scope: "okta.roles.read", roles: SUPER_ONLY } as const;
const managing = { scope: "okta.roles.manage", roles: SUPER_ONLY } as const;

export const clientRoleRoutes: Route[] = [
    {
        method: "GET",
        path: base,
        ...reading,
        supported:
            "super admins only: whether READ_ONLY_ADMIN may read role assignments is in conflict.",
        source: "VCR:TestAccResourceOktaAppOAuthRoleAssignment_basic, OAS",
        handle: (call) => {
            const assignee = clientAssignee(clientOf(call));
            return ok(listRoles(call, assignee).map((each) => roleView(call.base, assignee, each)));
        },
    },
    {
        method: "POST",
        path: base,
        ...managing,
        supported:
            "standard roles and CUSTOM; 201 as recorded (the specification says 200). A duplicate is E0000263 (unconfirmed).",
        source: "VCR:TestAccResourceOktaAppOAuthRoleAssignment_basic, ERR",
        handle: (call) => {
            const app = clientOf(call);
            if (app.settings.oauthClient?.application_type !== "service") {
                throw oktaError("E0000227");
            }
            const assignee = clientAssignee(app);
            const assignment = assignRole(call, assignee, parseBody(call, roleSchema));
            return created(roleView(call.base, assignee, assignment));
        },
    },
    {
        method: "GET",
        path: `${base}/:roleAssignmentId`,
        ...reading,
        supported: "as the list",
        source: "VCR, OAS",
        handle: (call) => {
            const assignee = clientAssignee(clientOf(call));
            return ok(roleView(call.base, assignee, roleOf(call, assignee)));
        },
    },
    {
        method: "DELETE",
        path: `${base}/:roleAssignmentId`,
        ...managing,
        supported: "in full",
        source: "VCR, OAS",
        handle: (call) => {
            revokeRole(call, clientAssignee(clientOf(call)));
            return noContent();
        },
    },
];
