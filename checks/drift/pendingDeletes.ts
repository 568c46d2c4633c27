import { isGone, tryCall } from "../../okta/call";
import { pathSegment } from "../../okta/pathSegment";
import { textOf } from "../../rules/json";
import { OktaType } from "../../rules/resourceTypes";
import { nameOf, type StateResource } from "../state/stackSnapshot";
import type { DriftCheck } from "./check";
import { up } from "./commands";
import { finding, unreadable } from "./finding";
import { isShown, SOME_APPS } from "./shown";

interface Paths {
    readonly of: string;
    /** A list of the same kind: where it has entries, "not found" means a deletion. */
    readonly list: string;
}

const APPS = "/api/v1/apps";
const USERS = "/api/v1/users";

// Of what hangs on an app or user and is deleted with it, Okta answers 404 as well.
const pathsByType: Readonly<Record<string, (id: string, resource: StateResource) => Paths>> = {
    [OktaType.App]: (id) => ({ of: `${APPS}/${id}`, list: SOME_APPS }),
    [OktaType.AppScopes]: (id) => ({ of: `${APPS}/${id}/grants`, list: SOME_APPS }),
    [OktaType.AppRole]: (id, { outputs }) => {
        const clientId = pathSegment(textOf(outputs, "clientId") ?? "");
        return { of: `/oauth2/v1/clients/${clientId}/roles/${id}`, list: SOME_APPS };
    },
    [OktaType.ServiceIntegration]: (id) => ({
        of: `/integrations/api/v1/api-services/${id}`,
        list: "/integrations/api/v1/api-services",
    }),
    [OktaType.User]: (id) => ({ of: `${USERS}/${id}`, list: `${USERS}?limit=1` }),
    [OktaType.UserRoles]: (id) => ({ of: `${USERS}/${id}/roles`, list: `${USERS}?limit=1` }),
    [OktaType.Zone]: (id) => ({ of: `/api/v1/zones/${id}`, list: "/api/v1/zones?limit=1" }),
};

/** Compares what an `up` that ended early has still to delete with the org. */
export const pendingDeletes: DriftCheck = ({ pendingDeletes: pending = [] }) =>
    pending.flatMap((resource) => {
        const { urn, type, id = "" } = resource;
        const pathsOf = Object.hasOwn(pathsByType, type) ? pathsByType[type] : undefined;
        const paths = pathsOf?.(pathSegment(id), resource);
        if (paths === undefined) {
            return [];
        }
        const name = nameOf(urn);
        return {
            urn,
            place: resource,
            publicIds: [id],
            check: async (client, at) => {
                const { fact } = await tryCall(() => client.send(paths.of));
                if (!isGone(fact)) {
                    const unread = unreadable(name, fact);
                    const detail = `${id} is still in Okta.`;
                    return [unread ?? finding(name, "pending_delete", detail, [up(at)])];
                }
                if (!(await isShown(client, paths.list))) {
                    const detail = `The org shows these credentials no ${id}, nor any other, so it may be there all the same.`;
                    return [finding(name, "could_not_check", detail)];
                }
                const done = finding(name, "pending_delete_done", `Okta has no ${id}.`);
                return [{ ...done, entries: [{ urn, id }] }];
            },
        };
    });
