import {
    type Assignee,
    assignRole,
    listRoles,
    revokeRole,
    roleOf,
    roleSchema,
    roleView,
} from "../roleAssignments";
import { IAM_MANAGING, IAM_READING } from "../roles";
import { type Call, created, noContent, ok, type Route } from "../route";
import { parseBody } from "../validate";
import { targetRoutes } from "./roleTargets";

/** The endpoints for the roles of a kind of assignee; `checkAssignable` refuses assignees that can't hold one. */
export function roleRoutes(
    path: string,
    source: string,
    assigneeOf: (call: Call) => Assignee,
    checkAssignable: (call: Call) => void = () => undefined,
): Route[] {
    return [
        {
            method: "GET",
            path,
            ...IAM_READING,
            supported:
                "direct assignments only. Super admins, and custom roles with okta.iam.read: whether READ_ONLY_ADMIN may read role assignments is in conflict.",
            source,
            handle: (call) => {
                const assignee = assigneeOf(call);
                const roles = listRoles(call, assignee);
                return ok(roles.map((each) => roleView(call.base, assignee, each)));
            },
        },
        {
            method: "POST",
            path,
            ...IAM_MANAGING,
            supported:
                "standard roles and CUSTOM; 201 as recorded (the specification says 200). A duplicate is E0000090, for clients E0000263 (unconfirmed).",
            source,
            handle: (call) => {
                checkAssignable(call);
                const assignee = assigneeOf(call);
                const assignment = assignRole(call, assignee, parseBody(call, roleSchema));
                return created(roleView(call.base, assignee, assignment));
            },
        },
        {
            method: "GET",
            path: `${path}/:roleAssignmentId`,
            ...IAM_READING,
            supported: "in full",
            source,
            handle: (call) => {
                const assignee = assigneeOf(call);
                return ok(roleView(call.base, assignee, roleOf(call, assignee)));
            },
        },
        {
            method: "DELETE",
            path: `${path}/:roleAssignmentId`,
            ...IAM_MANAGING,
            supported: "in full",
            source,
            handle: (call) => {
                revokeRole(call, assigneeOf(call));
                return noContent();
            },
        },
        ...targetRoutes(path, assigneeOf),
    ];
}
