import type { AdoptedApp } from "../../rules/adopt";
import { checkJwks } from "../../rules/jwk";
import { DEFAULT_LABEL } from "../../rules/label";
import { checkNetworkRestriction } from "../../rules/networkRestriction";
import { checkOAuthScopes } from "../../rules/permissions";
import { show } from "../../rules/problem";
import { rolesFor } from "../../rules/roles";
import { READ_ONLY_SCOPES, requestedScopes } from "../../rules/scopes";
import { networkOf, type StackConfig } from "../../rules/stackConfig";
import { restrictionIn } from "../network/restriction";
import { type AdoptionPlan, difference as is, inARow } from "./method";
import type { ServiceAppSnapshot } from "./snapshot";

/** Plans how a stack takes over an app: what Rezonate uses now goes on, and nothing widens unsaid. */
export function planAdoption(snapshot: ServiceAppSnapshot, config: StackConfig): AdoptionPlan {
    const parts = [
        label(snapshot, config),
        scopes(snapshot, config),
        roles(snapshot, config),
        keys(snapshot, config),
        network(snapshot, config),
    ];
    return {
        differences: parts.flatMap(({ differences }) => differences),
        edits: Object.assign({}, ...parts.map(({ edits }) => edits)) as Record<string, string>,
        problems: parts.flatMap(({ problems = [] }) => problems),
        unread: parts.flatMap(({ unread = [] }) => unread),
    };
}

type Part = Pick<AdoptionPlan, "differences" | "edits"> &
    Partial<Pick<AdoptionPlan, "problems" | "unread">>;

function label({ app }: ServiceAppSnapshot, config: StackConfig): Part {
    const wanted = config.label ?? DEFAULT_LABEL;
    if (app.label === wanted) {
        return { differences: is("label", "kept", show(app.label)), edits: {} };
    }
    return config.label === undefined
        ? {
              differences: is("label", "kept", `${show(app.label)}, which goes into the key label`),
              edits: { label: app.label },
          }
        : {
              differences: is("label", "changed", `${show(app.label)} becomes ${show(wanted)}`),
              edits: {},
          };
}

function scopes({ grants }: ServiceAppSnapshot, config: StackConfig): Part {
    if (grants === undefined) {
        const reason =
            "the scopes of the app could not be read; wanted credentials that may read grants (okta.appGrants.read, or those of a Super Admin).";
        return { differences: [], edits: {}, unread: [{ propertyPath: "application", reason }] };
    }
    const wanted = config.scopes ?? READ_ONLY_SCOPES;
    const all = requestedScopes(config);
    const more = grants.filter((scope) => !all.includes(scope)).sort();
    // A scope that the program could not grant anew would make every up fail.
    const fits = (scope: string, allowed: readonly string[]): boolean =>
        checkOAuthScopes({
            scopes: [...wanted, scope],
            allowedManageScopes: [...(config.allowedManageScopes ?? []), ...allowed],
            remediation: config.remediation,
            remediationRole: config.remediationRole,
        }).ok;
    const reading = more.filter((scope) => fits(scope, []));
    const acting = more.filter((scope) => !reading.includes(scope) && fits(scope, [scope]));
    const unfit = more.filter((scope) => !reading.includes(scope) && !acting.includes(scope));
    const there = all.filter((scope) => grants.includes(scope));
    const missing = all.filter((scope) => !grants.includes(scope));
    const granted = inARow(missing);
    const revoked = inARow(unfit);
    const changing = inARow(acting);
    return {
        differences: [
            ...is("scopes", "kept", inARow([...there, ...reading])),
            ...is("scopes", "changed", granted && `granted: ${granted}`),
            ...is("scopes", "changed", revoked && `revoked, since no role serves it: ${revoked}`),
            ...is(
                "scopes",
                "undecided",
                changing &&
                    `${changing}: they can change the org, and stay. To revoke one, take it out of scopes and allowedManageScopes`,
            ),
        ],
        edits: {
            ...(reading.length + acting.length > 0 && {
                scopes: JSON.stringify([...wanted, ...reading, ...acting]),
            }),
            ...(acting.length > 0 && {
                allowedManageScopes: JSON.stringify([
                    ...(config.allowedManageScopes ?? []),
                    ...acting,
                ]),
            }),
        },
    };
}

function roles({ app, grants, roles }: ServiceAppSnapshot, config: StackConfig): Part {
    if (roles === undefined) {
        const reason =
            "the admin roles of the app could not be read; wanted credentials that may read them (okta.roles.read, or those of a Super Admin).";
        return { differences: [], edits: {}, unread: [{ propertyPath: "application", reason }] };
    }
    const wanted = rolesFor(config);
    const kept = roles.filter(({ type }) => wanted.includes(type));
    const missing = inARow(wanted.filter((role) => !kept.some(({ type }) => type === role)));
    const others = inARow(
        roles.filter(({ type }) => !wanted.includes(type)).map(({ type }) => type),
    );
    const adopt: AdoptedApp = {
        applicationId: app.id,
        ...(kept.length > 0 && {
            roleAssignments: Object.fromEntries(kept.map(({ type, id }) => [type, id])),
        }),
        ...(grants?.length === 0 && { hasGrants: false }),
    };
    return {
        differences: [
            ...is("roles", "kept", inARow(kept.map(({ type }) => type))),
            ...is("roles", "changed", missing && `assigned: ${missing}`),
            ...is(
                "roles",
                "undecided",
                others &&
                    `${others}: the program does not manage it, and it stays. To take it away, see the app's Admin roles tab in the Admin Console`,
            ),
        ],
        edits: { adopt: JSON.stringify(adopt) },
    };
}

function keys({ app }: ServiceAppSnapshot, config: StackConfig): Part {
    const client = app.settings?.oauthClient;
    if (client?.jwks_uri) {
        return {
            differences: is("keys", "kept", `those at ${client.jwks_uri}`),
            edits: { jwksUri: client.jwks_uri },
        };
    }
    const all = client?.jwks?.keys ?? [];
    const active = all.filter(({ status }) => status !== "INACTIVE");
    const ended = inARow(all.filter((key) => !active.includes(key)).map(({ kid }) => kid ?? "?"));
    const publicKeys = active.map(({ kty, kid, n, e, x, y }) =>
        Object.fromEntries(
            Object.entries({ kty, kid, n, e, x, y }).filter(
                ([, value]) => typeof value === "string",
            ),
        ),
    );
    const checked = active.length === 0 ? undefined : checkJwks(publicKeys);
    const problems =
        checked?.ok === false
            ? checked.problems.map(({ propertyPath, reason }) => ({
                  propertyPath: `the app's ${propertyPath}`,
                  reason: `${reason} Add a key that Okta takes to the app, hand it to Rezonate, and remove this one first.`,
              }))
            : [];
    const described = inARow(
        active.filter(({ use, alg }) => use || alg).map(({ kid }) => kid ?? "?"),
    );
    return {
        problems,
        differences: [
            ...is("keys", "kept", inARow(active.map(({ kid }) => kid ?? "?"))),
            ...is(
                "keys",
                "changed",
                "added: a key of generation 1, which is handed over from now on",
            ),
            ...is(
                "keys",
                "changed",
                described &&
                    `no use and alg any more, which the okta plugin does not send: ${described}`,
            ),
            ...is("keys", "changed", ended && `removed, since inactive: ${ended}`),
        ],
        edits: {
            ...(active.length > 0 && { publicJwks: JSON.stringify(publicKeys) }),
            keyGenerations: JSON.stringify(config.keyGenerations ?? [1]),
        },
    };
}

function network({ app }: ServiceAppSnapshot, config: StackConfig): Part {
    const { connection, includes, excludes } = restrictionIn(app.settings?.oauthClient?.network);
    const wanted = networkOf(config);
    const isRestricted = connection !== "ANYWHERE";
    const zoneIds = isRestricted ? includes : [];
    const now = isRestricted ? `only ${inARow(zoneIds) ?? "some zones"}` : "anywhere";
    if (wanted.gateways !== undefined || wanted.zoneIds !== undefined) {
        const isSame = wanted.zoneIds?.toSorted().join() === zoneIds.join();
        const next = wanted.gateways ?? wanted.zoneIds ?? [];
        const detail = isSame ? now : `from ${now} to only ${next.join(", ")}`;
        return { differences: is("network", isSame ? "kept" : "changed", detail), edits: {} };
    }
    if (!isRestricted) {
        return { differences: [], edits: {} };
    }
    if (excludes.length > 0 || !checkNetworkRestriction({ zoneIds }).ok) {
        const but = inARow(excludes);
        const reason = `the app gets tokens from ${now}${but ? ` but not ${but}` : ""}, which the program cannot say, and the next up would lift it. Set zoneIds or gateways in the stack's configuration first.`;
        return { differences: [], edits: {}, problems: [{ propertyPath: "network", reason }] };
    }
    const detail = `${now}, which goes into the key zoneIds`;
    return {
        differences: is("network", "kept", detail),
        edits: { zoneIds: JSON.stringify(zoneIds) },
    };
}
