import type { ClientEvidence, Evidence, IntegrationEvidence } from "../../checks/index";
import { clientSection } from "./client";
import { Html, html } from "./html";
import { administratorsSection, proofSection } from "./sections";
import { STYLE } from "./style";
import { unreadOf } from "./text";

/** The evidence as one page of HTML, with no script and nothing that is loaded. */
export function evidencePage(document: Evidence): string {
    const { stack, project, generated, integrations, administrators } = document;
    const orgs = [...new Set(integrations.map(({ org }) => org ?? "unknown"))].join(", ");
    const unread = unreadOf(document);
    const page = html`<!doctype html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="referrer" content="no-referrer" />
                <meta
                    http-equiv="Content-Security-Policy"
                    content="default-src 'none'; style-src 'unsafe-inline'"
                />
                <title>${`Rezonate's access to ${orgs}`}</title>
                <style>
                    ${new Html(STYLE)}
                </style>
            </head>
            <body>
                <main>
                    <header>
                        <p class="eyebrow">Evidence of access</p>
                        <h1>Rezonate&rsquo;s access to ${orgs}</h1>
                        <p class="soft">
                            What Rezonate may read and do in this Okta org, from where, by which
                            keys, and who may change that. Read from Okta and from the state of the
                            Pulumi stack. Nothing on this page is secret.
                        </p>
                        <dl class="facts">
                            <div>
                                <dt>Stack</dt>
                                <dd>${project} / ${stack}</dd>
                            </div>
                            <div>
                                <dt>Read on</dt>
                                <dd>${time(generated)}</dd>
                            </div>
                            <div>
                                <dt>Outcome</dt>
                                <dd>${OUTCOMES[document.outcome]}</dd>
                            </div>
                        </dl>
                    </header>
                    ${unread.length > 0 && unreadBox(unread)}
                    ${integrations.map((one) => integrationSection(one, generated))}
                    ${administrators.map(administratorsSection)}
                    <footer>
                        <p>
                            Made by <code>rezonate-okta evidence</code>. evidence.json beside this
                            page holds the same, in an order that does not change from run to run.
                            What is said of a standard admin role is its name: Okta does not publish
                            in full what each covers.
                        </p>
                    </footer>
                </main>
            </body>
        </html> `;
    return page.markup;
}

const OUTCOMES = {
    ok: html`<span class="mark good">All was read, nothing to fix</span>`,
    findings: html`<span class="mark bad">The proof has findings</span>`,
    could_not_check: html`<span class="mark open">Something could not be read or proven</span>`,
};

function unreadBox(unread: readonly string[]): Html {
    return html`<section class="unread">
        <p><strong>Could not be read</strong></p>
        <ul class="plain small">
            ${unread.map((sentence) => html`<li>${sentence}</li>`)}
        </ul>
    </section>`;
}

function integrationSection(one: IntegrationEvidence, now: string): Html {
    const { name, method, org, remediationUntil, clients, proof } = one;
    return html` <section class="integration">
        <div class="title">
            <h2>${name}</h2>
            <span class="soft">${METHODS[method]}, ${org}</span>
        </div>
        ${remediationUntil !== null && html`<p>Rezonate may act until ${remediationUntil}, 00:00 UTC.</p>`}
        ${figures(one)} ${clients.map((client) => clientSection(client, now, clients.length > 1))}
        ${proofSection(proof)}
    </section>`;
}

const METHODS = {
    oauth: "OAuth service app",
    marketplace: "Marketplace integration",
    "api-key": "API key of a service user",
} as const;

function figures({ clients, proof }: IntegrationEvidence): Html {
    const all = <T>(part: (client: ClientEvidence) => readonly T[] | null): T[] | null => {
        const parts = clients.map(part);
        return parts.includes(null) || parts.length === 0
            ? null
            : parts.flatMap((one) => one ?? []);
    };
    const scopes = all((client) => client.scopes);
    const roles = all((client) => client.roles);
    const keys = all((client) => client.credentials);
    const changing = scopes?.filter(({ mayChange }) => mayChange).length ?? 0;
    const from = new Set(clients.map(({ network }) => network.from));
    const proven = {
        ok: "Passed",
        findings: "Findings",
        could_not_check: "Open",
        not_run: "Not run",
    };
    const tone = { ok: "good", findings: "bad", could_not_check: "open", not_run: "open" };
    const figure = (what: string, value: string, note: string, color = ""): Html =>
        html`<div>
            <dd class="${color}">${value}<span class="note">${note}</span></dd>
            <dt>${what}</dt>
        </div>`;
    return html`<dl class="figures">
        ${figure("Scopes", String(scopes?.length ?? "?"), changing === 0 ? "all read only" : `${changing} may change the org`)}
        ${figure("Admin roles", String(roles?.length ?? "?"), roles?.map(({ type }) => type).join(", ") ?? "not read")}
        ${figure("Credentials", String(keys?.length ?? "?"), from.has("anywhere") ? "usable from anywhere" : from.has("unknown") ? "network not read" : "from named zones only")}
        ${figure("Proof", proven[proof.outcome], proof.at === null ? "" : time(proof.at), tone[proof.outcome])}
    </dl>`;
}

/** An ISO 8601 time for people. */
export function time(iso: string): string {
    return `${iso.slice(0, 16).replace("T", " ")} UTC`;
}
