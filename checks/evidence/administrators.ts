import { type AdminClient, clientIdOf } from "../../okta/adminClient";
import { apps } from "../../okta/appShapes";
import { readCall } from "../../okta/call";
import { fetchAllPages, hasNextPage } from "../../okta/pages";
import { pathSegment } from "../../okta/pathSegment";
import { currentUser, roleAssignees, roleAssignments, userProfile } from "../../okta/shapes";
import { AdminRole } from "../../rules/roles";
import type { OrgAdministrators } from "./document";
import { byText, unreadPart } from "./parts";

/** The most users, and the most service apps, whose roles are read: each costs a call. */
const MOST = 50;

type Admin = NonNullable<OrgAdministrators["superAdmins"]>[number];

interface Found {
    readonly admins: readonly Admin[];
    readonly unread: readonly string[];
}

/**
 * Who may change a service app that has scopes and roles: Super Admins only. Roles that a user has
 * by a group are not shown by Okta's list.
 */
export async function fetchAdministrators(
    client: AdminClient,
    org: string,
): Promise<OrgAdministrators> {
    const [provider, users, services] = await Promise.all([
        providerName(client),
        fetchUsers(client),
        fetchServices(client),
    ]);
    const admins = [...users.admins, ...services.admins];
    const unread = [...users.unread, ...services.unread];
    return {
        org,
        provider,
        superAdmins:
            admins.length === 0 && unread.length > 0
                ? null
                : admins.sort(byText(({ kind, name, id }) => `${kind} ${name} ${id}`)),
        unread,
    };
}

async function providerName(client: AdminClient): Promise<string> {
    const clientId = clientIdOf(client.credentials);
    if (clientId !== undefined) {
        return `OAuth app ${clientId}`;
    }
    const { value } = await readCall(() => client.send("/api/v1/users/me"), currentUser);
    const what = client.credentials.kind === "apiToken" ? "API token" : "access token";
    return value === undefined ? `an ${what}` : `${what} of ${value.profile.login}`;
}

async function fetchUsers(client: AdminClient): Promise<Found> {
    let isCut = false;
    const { fact, value } = await readCall(async () => {
        const response = await client.send("/api/v1/iam/assignees/users?limit=100");
        isCut = hasNextPage(response);
        return response;
    }, roleAssignees);
    if (value === undefined) {
        return { admins: [], unread: unreadPart("The users with admin roles", fact).unread };
    }
    const ids = value.value.map(({ id }) => id).slice(0, MOST);
    const found = await Promise.all(ids.map((id) => fetchUser(client, id)));
    const isLong = isCut || value.value.length > MOST;
    return joined(found, isLong ? "users with admin roles" : undefined);
}

async function fetchUser(client: AdminClient, id: string): Promise<Found> {
    const path = `/api/v1/users/${pathSegment(id)}`;
    const roles = await readCall(() => client.send(`${path}/roles`), roleAssignments);
    if (roles.value === undefined) {
        return { admins: [], unread: unreadPart(`The roles of user ${id}`, roles.fact).unread };
    }
    if (!roles.value.some(({ type }) => type === AdminRole.SuperAdmin)) {
        return { admins: [], unread: [] };
    }
    const { value } = await readCall(() => client.send(path), userProfile);
    return { admins: [{ kind: "user", id, name: value?.profile.login ?? id }], unread: [] };
}

async function fetchServices(client: AdminClient): Promise<Found> {
    const { fact, value } = await readCall(
        () => fetchAllPages(client, "/api/v1/apps?limit=200"),
        apps,
    );
    if (value === undefined) {
        return { admins: [], unread: unreadPart("The apps", fact).unread };
    }
    const services = value.filter(
        ({ settings }) => settings?.oauthClient?.application_type === "service",
    );
    const found = await Promise.all(
        services.slice(0, MOST).map(async ({ id, label }): Promise<Found> => {
            const path = `/oauth2/v1/clients/${pathSegment(id)}/roles`;
            const roles = await readCall(() => client.send(path), roleAssignments);
            if (roles.value === undefined) {
                const what = `The roles of service app ${id}`;
                return { admins: [], unread: unreadPart(what, roles.fact).unread };
            }
            return roles.value.some(({ type }) => type === AdminRole.SuperAdmin)
                ? { admins: [{ kind: "service app", id, name: label }], unread: [] }
                : { admins: [], unread: [] };
        }),
    );
    return joined(found, services.length > MOST ? "service apps" : undefined);
}

function joined(found: readonly Found[], cut: string | undefined): Found {
    const more =
        cut === undefined ? [] : [`There are more than ${MOST} ${cut}: the first were read.`];
    return {
        admins: found.flatMap(({ admins }) => admins),
        unread: [...new Set(found.flatMap(({ unread }) => unread)), ...more],
    };
}
