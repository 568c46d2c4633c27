import * as v from "valibot";

import { type AdminClient, openAdminClient } from "../../okta/adminClient";
import { readCall } from "../../okta/call";
import type { HttpClient } from "../../okta/http";
import { hasNextPage } from "../../okta/pages";
import { identified } from "../../okta/shapeParts";
import type { Access, VerifyTarget } from "./method";
import type { ViewCount } from "./snapshot";

const PAGE = 200;
const list = v.array(v.looseObject({ ...identified.entries, name: v.optional(v.unknown()) }));

interface Kind {
    readonly kind: string;
    readonly path: string;
    /** Finds the list in the answer. */
    readonly shape: v.GenericSchema<unknown, v.InferOutput<typeof list>>;
}

const kindOf = (kind: string, path: string, shape: Kind["shape"] = list): Kind => ({
    kind,
    path: `/api/v1/${path}${path.includes("?") ? "&" : "?"}limit=${PAGE}`,
    shape,
});

/** What is counted for each scope. */
const KINDS: Readonly<Record<string, Kind>> = {
    "okta.apiTokens.read": kindOf("API tokens", "api-tokens"),
    "okta.apps.read": kindOf("apps", "apps"),
    "okta.authorizationServers.read": kindOf("authorization servers", "authorizationServers"),
    "okta.devices.read": kindOf("devices", "devices"),
    "okta.groups.read": kindOf("groups", "groups"),
    "okta.idps.read": kindOf("identity providers", "idps"),
    "okta.networkZones.read": kindOf("network zones", "zones"),
    "okta.policies.read": kindOf("sign-on policies", "policies?type=OKTA_SIGN_ON"),
    "okta.roles.read": kindOf(
        "custom admin roles",
        "iam/roles",
        v.pipe(
            v.object({ roles: list }),
            v.transform(({ roles }) => roles),
        ),
    ),
    "okta.users.read": kindOf("users", "users"),
};

/** Names of the apps that Okta puts into every org. */
const OKTA_APPS = ["okta_browser_plugin", "okta_enduser", "saasure"];

interface Page {
    readonly entries: v.InferOutput<typeof list>;
    readonly hasMore: boolean;
}

/** A page, or why there is none: "refused" where the org says that the caller may not see it. */
type View = Page | "refused" | "unread";

/**
 * Reads one page of each kind that the scopes cover, as Rezonate and with the provider credentials
 * side by side, and compares. What either could not read is left out; where Rezonate alone is
 * refused, it is shown none. A large org costs no more than a small one.
 */
export async function countViews(
    target: Pick<VerifyTarget, "address" | "provider">,
    accessOf: ReadonlyMap<string, Access>,
    http: HttpClient,
): Promise<ViewCount[]> {
    const kinds = [...accessOf].flatMap(([scope, access]) => {
        const kind = KINDS[scope];
        return kind === undefined ? [] : [{ scope, access, kind }];
    });
    if (target.provider === undefined || kinds.length === 0) {
        return [];
    }
    const [org, ...own] = await Promise.all([
        openAdminClient(target.provider, target.address, http).then(async (opened) =>
            "failure" in opened
                ? undefined
                : Promise.all(kinds.map(({ kind }) => readPage(opened.client, kind))),
        ),
        ...kinds.map(({ access, kind }) => readPage(access, kind)),
    ]);
    const counts = kinds.map(async ({ scope, access, kind }, index) => {
        const there = org?.[index];
        const seen = own[index];
        if (there === undefined || seen === undefined || isUnread(there) || seen === "unread") {
            return [];
        }
        const first = compare(scope, kind, seen, there);
        // What came into being between the two reads is not hidden.
        const again = first.missing > 0 ? await readPage(access, kind) : seen;
        return again === "unread" ? [] : [compare(scope, kind, again, there)];
    });
    return (await Promise.all(counts)).flat();
}

function compare(
    scope: string,
    { kind }: Kind,
    seen: Exclude<View, "unread">,
    there: Page,
): ViewCount {
    const { entries, hasMore } = seen === "refused" ? { entries: [], hasMore: false } : seen;
    const shown = new Set(entries.map(({ id }) => id));
    const missing = there.entries.filter(({ id }) => !shown.has(id));
    const owned = missing.filter(({ name }) => OKTA_APPS.includes(String(name)));
    return {
        kind,
        scope,
        seen: entries.length,
        seenMore: hasMore,
        there: there.entries.length,
        thereMore: there.hasMore,
        missing: missing.length,
        ...(kind === "apps" && { missingOwnedByOkta: owned.length }),
    };
}

async function readPage(client: Pick<AdminClient, "send">, { path, shape }: Kind): Promise<View> {
    let hasMore = false;
    const { fact, value } = await readCall(async () => {
        const response = await client.send(path);
        hasMore = hasNextPage(response);
        return response;
    }, shape);
    if (value !== undefined) {
        return { entries: value, hasMore };
    }
    return fact.status === 403 && fact.errorCode === "E0000006" ? "refused" : "unread";
}

function isUnread(view: View): view is Exclude<View, Page> {
    return typeof view === "string";
}

/** What a person is told of a partial view. */
export function describeView(count: ViewCount): string {
    const { kind, seen, seenMore, there, thereMore, missing, missingOwnedByOkta = 0 } = count;
    const least = (isMore: boolean): string => (isMore ? "at least " : "");
    const own = missingOwnedByOkta > 0 ? `, ${missingOwnedByOkta} of them apps of Okta's own` : "";
    return (
        `Rezonate sees ${least(seenMore)}${seen} of ${least(thereMore)}${there} ${kind}; ` +
        `${missing} ${missing === 1 ? "is" : "are"} hidden from it${own}.`
    );
}
