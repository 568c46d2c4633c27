import type { Org } from "./org";
import type { AdminRole } from "./roles";
import type { RoleScope } from "./roleScope";
import type { Method, Principal } from "./types";

/** One request, as a route sees it. */
export interface Call {
    readonly org: Org;
    readonly method: Method;
    readonly path: string;
    /** The URL the caller reached the org under; links in answers start with it. */
    readonly base: string;
    readonly query: URLSearchParams;
    readonly headers: Headers;
    readonly ip: string;
    readonly principal: Principal;
    /** The JSON body, or undefined when the request has none. */
    readonly body: unknown;
    /** The raw body; only the token endpoint reads it. */
    readonly text: string;
    /** The users, groups and apps that the caller's roles cover. A list leaves out all others. */
    readonly roleScope: RoleScope;
    /** A parameter of the path. */
    param(name: string): string;
}

/** What a route answers. */
export interface Reply {
    readonly status: number;
    readonly body?: unknown;
    readonly headers?: Record<string, string | string[]>;
}

/** One call of the API: what it requires of the caller, and what it does. */
export interface Route {
    readonly method: Method;
    /** With `:name` for parameters. */
    readonly path: string;
    /** Any one of these scopes lets a token in; a manage scope includes the read scope. "public": no token needed; "any": any token; "none": API tokens only. */
    readonly scope: string | readonly string[];
    /** The admin roles that may call it beside SUPER_ADMIN; "any" asks for none. */
    readonly roles: readonly AdminRole[] | "any";
    /** The permission a custom role needs, where it is not named like the scope. */
    readonly permission?: string;
    /** The permission that a custom role needs beside it on the user whom the path names. */
    readonly userPermission?: string;
    /** Set where the org's setting may leave the call to super admins: it shows the grants of apps. */
    readonly superAdminView?: true;
    /** Users may call it about themselves without any role. */
    readonly self?: true;
    /** What a caller without the role gets: an error, unless Okta answers with an empty list. */
    readonly withoutRole?: "empty list";
    /** How far the sandbox goes, and the choices made where the facts are silent. */
    readonly supported: string;
    /** Where the facts come from. */
    readonly source: string;
    readonly handle: (call: Call) => Reply | Promise<Reply>;
}

/** Returns 200 with a body. */
export function ok(body: unknown, headers?: Record<string, string | string[]>): Reply {
    return headers === undefined ? { status: 200, body } : { status: 200, body, headers };
}

/** Returns 201 with a body. */
export function created(body: unknown): Reply {
    return { status: 201, body };
}

/** Returns 204. */
export function noContent(): Reply {
    return { status: 204 };
}

/** Returns the OAuth scopes of a route. Any one of them is enough. */
export function scopesOf(route: Route): readonly string[] {
    return typeof route.scope === "string" ? [route.scope] : route.scope;
}
