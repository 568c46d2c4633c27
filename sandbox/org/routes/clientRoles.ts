import { notFound, oktaError } from "../errors";
import type { App } from "../model";
import type { Assignee } from "../roleAssignments";
import type { Call, Route } from "../route";
import { roleRoutes } from "./roleRoutes";

/** A client as the one who holds roles. */
export function clientAssignee(app: App): Assignee {
    return {
        type: "CLIENT",
        id: app.clientId,
        label: app.label,
        path: `/oauth2/v1/clients/${app.clientId}`,
    };
}

/**
 * Returns the app whose client id the path names.
 *
 * @throws HttpError 404 when there is none.
 */
export function clientOf(call: Call): App {
    const id = call.param("clientId");
    const app = call.org.store.apps.find((each) => each.clientId === id);
    if (app === undefined) {
        throw notFound(id, "OAuth2AppInstance");
    }
    return app;
}

export const clientRoleRoutes: Route[] = roleRoutes(
    "/oauth2/v1/clients/:clientId/roles",
    "VCR:TestAccResourceOktaAppOAuthRoleAssignment_basic, OAS, ERR",
    (call) => clientAssignee(clientOf(call)),
    (call) => {
        if (clientOf(call).settings.oauthClient?.application_type !== "service") {
            throw oktaError("E0000227");
        }
    },
);
