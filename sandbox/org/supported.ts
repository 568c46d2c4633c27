import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { type Route, scopesOf } from "./route";
import { routesByResource } from "./routes";

/** The path of SUPPORTED.md. */
export const SUPPORTED_FILE = join(__dirname, "..", "SUPPORTED.md");

/** SUPPORTED.md: what the sandbox answers, how far, and where its facts come from. */
export function supportedText(): string {
    const sections = Object.entries(routesByResource).map(([resource, routes]) =>
        [
            `## ${resource}`,
            "",
            "| call | scope | roles beside SUPER_ADMIN | how far | source |",
            "| --- | --- | --- | --- | --- |",
            ...routes.map(row),
            "",
        ].join("\n"),
    );
    return `${INTRODUCTION}\n${sections.join("\n")}\n<!-- prettier-ignore-end -->\n`;
}

function row(route: Route): string {
    const cells = [
        `\`${route.method} ${route.path}\``,
        scopesOf(route).map(scopeText).join(" or "),
        rolesText(route),
        route.supported,
        route.source,
    ];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function scopeText(scope: string): string {
    const words: Record<string, string> = {
        public: "no token needed",
        any: "any token",
        none: "API tokens only",
    };
    return words[scope] ?? `\`${scope}\``;
}

function rolesText(route: Route): string {
    if (route.roles === "any") {
        return "no role needed";
    }
    const texts = [route.roles.length === 0 ? "none" : route.roles.join(", ")];
    if (route.superAdminView === true) {
        texts[0] = `none; ${texts[0]} where the setting for grants is "all"`;
    }
    if (route.self === true) {
        texts.push("users about themselves");
    }
    if (route.permission !== undefined) {
        texts.push(`custom roles with ${route.permission}`);
    }
    if (route.withoutRole !== undefined) {
        texts.push(`without a role: 200 with an ${route.withoutRole}`);
    }
    return texts.join("; ");
}

const INTRODUCTION = `# What the sandbox org supports

<!-- prettier-ignore-start -->

Made from the routes by \`npx tsx sandbox/org/supported.ts\`; a test fails when it is stale.
"Unconfirmed" marks a choice where neither a recording nor the documentation says what Okta does: the stricter way was taken. Sources: VCR = recorded traffic of the Terraform provider, OAS = Okta's OpenAPI specification, DD = developer documentation, ERR and OERR = Okta's lists of error codes, HELP = help center, TF = the Terraform provider's code.

For every call:
- A manage scope includes the read scope of the same name. A missing scope is answered with 403, an empty body and \`WWW-Authenticate\`; a token that is not good with 401 in the same form (unconfirmed); a missing role with 403 E0000006.
- An API token is taken with and without a blank after \`SSWS\`: Okta's SDK for Python sends none (unconfirmed otherwise).
- Custom roles let in by permission, and reach what their resource set names; okta.iam.read wants the ORN of the org's IAM resources in it (unconfirmed). Targets narrow standard roles. Which standard role reaches which call is not published in full: a role that is not known to reach it does not.
- Which apps an admin below SUPER_ADMIN is shown is a setting, since sources disagree and none is Okta's own (unconfirmed). \`--view assigned-only\`, the default and the strictest: a service app with READ_ONLY_ADMIN is shown only itself; a custom role with okta.apps.read shows what its resource set covers. \`--view no-first-party\`: no standard role below SUPER_ADMIN is shown Okta's own apps, of which the org then has three. \`--view all\`: every role that may read apps is shown all.
- Who is shown the grants of apps is a setting, too (unconfirmed): super admins only, or with \`--grants all\` everyone who is shown the app.
- The access tokens of a client that was deactivated or deleted are refused at once (unconfirmed).
- An EC key may be registered without \`crv\`, as the Terraform provider does, and is stored so (VCR). Whether Okta then takes what is signed with it is unconfirmed: the sandbox refuses it, and with \`--infer-curve\` (\`inferCurve\` of \`createSandbox\`) takes the curve from the length of the coordinates.
- \`X-Rate-Limit-*\` headers are on every answer except those of the metadata and keys, which Okta does not limit. Presets free and enterprise have the last published numbers; a principal has 50 % of a bucket unless principal-rate-limits says otherwise. The concurrency limit counts for the whole org, not for each principal.
- Links in answers begin with the address the caller used: the loopback address, or the org's name when the Host header has it.
- What Okta lets only a person do, the sandbox does at its own endpoint: \`POST /_sandbox/console/api-tokens\` with \`{"login", "name"}\` creates an API token as that user would in the Admin Console, and answers \`{"id", "token"}\`.
- Lists of ids with a \`filter\` or \`search\` take SCIM comparisons, \`pr\`, \`and\`, \`or\`, \`not\` and parentheses on every field that an answer shows.
`;

if (require.main === module) {
    writeFileSync(SUPPORTED_FILE, supportedText());
}
