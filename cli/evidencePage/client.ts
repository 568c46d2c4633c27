import type {
    ClientEvidence,
    CredentialEvidence,
    RoleEvidence,
    ScopeEvidence,
} from "../../checks/index";
import { counted } from "../../rules/counted";
import { days } from "../../rules/period";
import { AdminRole } from "../../rules/roles";
import { type Html, html } from "./html";
import { table } from "./table";

/** One client: its scopes, roles, networks and credentials. */
export function clientSection(client: ClientEvidence, now: string, isNamed: boolean): Html {
    const { kind, id, name, status, scopes, roles, credentials, dpop, rateLimitPercent } = client;
    return html` ${isNamed && html`<h3>${name}</h3>`}
        <dl class="facts">
            <div>
                <dt>${kind.charAt(0).toUpperCase() + kind.slice(1)}</dt>
                <dd>${name}</dd>
            </div>
            <div>
                <dt>Id</dt>
                <dd><code>${id}</code></dd>
            </div>
            ${
                status !== null &&
                html`<div>
                    <dt>Status</dt>
                    <dd>${status}</dd>
                </div>`
            }
            ${
                dpop !== null &&
                html`<div>
                    <dt>Tokens bound to a key (DPoP)</dt>
                    <dd>${dpop ? "yes" : "no"}</dd>
                </div>`
            }
            <div>
                <dt>Share of the rate limits</dt>
                <dd>${rateLimitPercent === null ? "Okta's default" : `${rateLimitPercent} %`}</dd>
            </div>
        </dl>
        <h3>Scopes</h3>
        ${
            scopes === null
                ? html`<p class="open">They could not be read.</p>`
                : scopes.length === 0
                  ? html`<p>None: the admin roles of the user decide what the key may do.</p>`
                  : scopeTable(scopes)
        }
        <h3>Admin roles</h3>
        ${
            roles === null
                ? html`<p class="open">They could not be read.</p>`
                : roles.length === 0
                  ? html`<p>None.</p>`
                  : roleTable(roles)
        }
        <h3>Network</h3>
        ${networkPart(client)}
        <h3>Credentials</h3>
        ${
            credentials === null
                ? html`<p class="open">They could not be read.</p>`
                : credentials.length === 0
                  ? html`<p>None yet.</p>`
                  : credentialTable(credentials, now)
        }`;
}

function scopeTable(scopes: readonly ScopeEvidence[]): Html {
    return table(
        ["Scope", "What for", "Granted"],
        scopes.map(({ scope, purpose, mayChange, granted, inStack }) => [
            html`<td class="name">
                <code>${scope}</code>
                ${tags(mayChange && tag("may change", "bad"), !inStack && tag("not in the stack", "open"))}
            </td>`,
            html`<td>${purpose ?? html`<span class="soft">Not described here.</span>`}</td>`,
            html`<td class="date" data-label="Granted">
                ${granted === null ? "not told" : granted.slice(0, 10)}
            </td>`,
        ]),
    );
}

function tag(text: string, tone: "bad" | "open"): Html {
    return html`<span class="tag ${tone}">${text}</span>`;
}

function tags(...all: readonly (Html | false)[]): Html | undefined {
    return all.some(Boolean) ? html`<div>${all}</div>` : undefined;
}

// Okta lets targets, groups or apps, narrow these.
const TARGETED_ROLES: readonly string[] = [
    AdminRole.AppAdmin,
    AdminRole.GroupMembershipAdmin,
    AdminRole.HelpDeskAdmin,
    AdminRole.UserAdmin,
];

function roleTable(roles: readonly RoleEvidence[]): Html {
    const list = (items: readonly string[] | null, none: string): Html =>
        items === null
            ? html`<span class="soft">${none}</span>`
            : html`<ul class="plain">
                  ${items.map((item) => html`<li><code>${item}</code></li>`)}
              </ul>`;
    return table(
        ["Role", "Permissions", "On what"],
        roles.map(({ type, name, permissions, resources }) => {
            const standard =
                type === "CUSTOM" ? "could not be read" : "those of Okta's standard role";
            const everywhere =
                type === "CUSTOM"
                    ? "could not be read"
                    : TARGETED_ROLES.includes(type)
                      ? "the org, unless targets narrow it"
                      : "the org";
            return [
                html`<td class="name">${name}<br /><code class="soft">${type}</code></td>`,
                html`<td data-label="Permissions">${list(permissions, standard)}</td>`,
                html`<td data-label="On what">${list(resources, everywhere)}</td>`,
            ];
        }),
    );
}

function networkPart({ network }: ClientEvidence): Html {
    switch (network.from) {
        case "anywhere":
            return html`<p>No restriction: it may be used from any address.</p>`;
        case "unknown":
            return html`<p class="open">It could not be read.</p>`;
        case "zones":
            return table(
                ["Zone", "Rule", "Addresses"],
                network.zones.map(({ name, id, rule, gateways }) => [
                    html`<td class="name">${name}<br /><code class="soft">${id}</code></td>`,
                    html`<td data-label="Rule">${rule === "include" ? "let in" : "kept out"}</td>`,
                    html`<td data-label="Addresses">
                        ${gateways === null ? "by country, network or service" : html`<code>${gateways.join(", ")}</code>`}
                    </td>`,
                ]),
            );
    }
}

function credentialTable(credentials: readonly CredentialEvidence[], now: string): Html {
    return table(
        ["Kind", "Id and thumbprint", "Made", "Secret part held by"],
        credentials.map((one) => [
            html`<td class="name">
                ${one.algorithm ?? ""} ${one.kind}
                ${tags(one.status !== null && one.status !== "ACTIVE" && tag(one.status, "open"))}
            </td>`,
            html`<td>
                <code>${one.id}</code>${
                    one.thumbprint !== null &&
                    (one.thumbprint === one.id
                        ? html`<br /><span class="soft small"
                                  >which is its thumbprint (RFC 7638)</span
                              >`
                        : html`<br /><span class="soft small">thumbprint (RFC 7638)</span>
                              <code>${one.thumbprint}</code>`)
                }
            </td>`,
            html`<td class="date" data-label="Made">
                ${one.created === null ? "not recorded" : html`${one.created.slice(0, 10)}<br /><span class="soft small">${age(one.created, now)}</span>`}
            </td>`,
            html`<td data-label="Held by">${one.heldBy}</td>`,
        ]),
    );
}

function age(created: string, now: string): string {
    const passed = Math.floor((Date.parse(now) - Date.parse(created)) / days(1));
    return passed < 1 ? "today" : `${counted(passed, "day")} ago`;
}
