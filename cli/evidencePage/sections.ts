import type { OrgAdministrators, Proof } from "../../checks/index";
import { type Html, html } from "./html";
import { table } from "./table";

/** What the proof found, and how much Rezonate is shown. */
export function proofSection({ outcome, reason, findings, seen }: Proof): Html {
    if (outcome === "not_run") {
        return html`<h3>Proof</h3>
            <p>The access was not tried. ${reason}</p>`;
    }
    const faults = findings.filter(({ code }) => code !== "ok");
    const said =
        faults.length === 0
            ? html`<p>A token was given, and a read for each granted scope was answered.</p>`
            : table(
                  ["About", "Finding", "Detail"],
                  faults.map(({ subject, code, detail }) => [
                      html`<td class="name"><code>${subject}</code></td>`,
                      html`<td data-label="Finding"><span class="mark bad">${code}</span></td>`,
                      html`<td>${detail}</td>`,
                  ]),
              );
    return html`<h3>Proof</h3>
        ${said}${seen.length > 0 && seenTable(seen)}`;
}

function seenTable(seen: Proof["seen"]): Html {
    const count = (number: number, more: boolean): string => `${number}${more ? "+" : ""}`;
    return html`<h3>What Rezonate is shown</h3>
        <p class="soft small">
            Counted on one page of 200 of each kind, beside what the administrator&rsquo;s
            credentials are shown. A plus says that there is more.
        </p>
        ${table(
            ["Kind", "Rezonate", "Administrator", "Hidden"],
            seen.map((one) => [
                html`<td class="name">${one.kind}</td>`,
                html`<td class="number">${count(one.seen, one.seenMore)}</td>`,
                html`<td class="number">${count(one.there, one.thereMore)}</td>`,
                html`<td class="number">${hiddenMark(one)}</td>`,
            ]),
            { isCompact: true, classes: ["", "number", "number", "number"] },
        )}`;
}

function hiddenMark({ missing, isLimited }: Proof["seen"][number]): Html {
    if (missing === 0) {
        return html`<span class="mark good">none</span>`;
    }
    return isLimited
        ? html`<span class="mark">${missing}, on purpose</span>`
        : html`<span class="mark bad">${missing}</span>`;
}

/** Who may change it. */
export function administratorsSection({ org, provider, superAdmins }: OrgAdministrators): Html {
    return html` <section class="integration brief">
        <div class="title">
            <h2>Who may change it</h2>
            <span class="soft">${org}</span>
        </div>
        <p>
            Only a Super Admin may change an app that has scopes and admin roles: grant scopes,
            assign roles, replace keys. Okta does not list who is one by a group. Pulumi and this
            page use ${provider}.
        </p>
        ${
            superAdmins === null
                ? html`<p class="open">The Super Admins could not be read.</p>`
                : superAdmins.length === 0
                  ? html`<p>No Super Admin is to be seen.</p>`
                  : table(
                        ["Super Admin", "Kind", "Id"],
                        superAdmins.map(({ kind, id, name }) => [
                            html`<td class="name">${name}</td>`,
                            html`<td data-label="Kind">${kind}</td>`,
                            html`<td data-label="Id"><code>${id}</code></td>`,
                        ]),
                    )
        }
    </section>`;
}
