import { GROUP_ACTIONS, USER_ACTIONS } from "../../rules/remediation";
import { AdminRole } from "../../rules/roles";
import { SCOPE_ACCESS, type ScopeAccess } from "../../rules/scopeAccess";
import { READ_ONLY_SCOPES, REMEDIATION_SCOPES } from "../../rules/scopes";

const HEAD = `# Permissions

Scopes say which operations an app may call, admin roles on what. This page lists, scope by scope, what Rezonate learns by it, which standard admin roles serve it, and which permission of a custom admin role does. \`SUPER_ADMIN\` serves every scope. A scope that reads and that none of the assigned roles can serve is refused by \`OAuthIntegration\`, \`ServiceApp\` and \`preflight\`.

Okta publishes no such table. It is made of Okta's documentation and of what others have seen; nothing in it was tried on a live org.

This file is made from \`rules/scopeAccess.ts\`. Change that, then run \`npm run docs\`.
`;

const ACTIONS_HEAD = `### The custom role of remediation

With \`remediation\` the integration gets a custom admin role in the place of \`USER_ADMIN\`, which may also create, change and delete users and groups. It holds these permissions and no others:
`;

const ACTIONS_LIMITS = `It is assigned on all groups and people of the org, or on \`remediationGroups\` and the people in them. Two rules of Okta limit it further, as the sandbox has them: only a super administrator may act on a person who is an administrator, or change who is in a group that has an admin role. With \`remediationGroups\`, a person who was taken out of the last of these groups is out of reach. A resource set cannot leave anybody out: \`remediationExcept\` is refused without \`remediationGroups\`, and a person who is in a group of both is within reach. \`preflight\` and \`doctor\` name such people (\`excepted_reached\`); an app as provider credentials needs okta.groups.read and okta.users.read for that. Nothing of this was tried on a live org.

### An app of its own

With \`remediationApp\` the custom role and both scopes go to a second app, with a key of its own and no role that reads more than it acts on. Who has the key of the first app can change nothing, and taking remediation away does not touch that app. The second one is an integration too, by the name of the first and \`-remediation\`: hand it over with \`npx rezonate-okta handoff --integration rezonate-remediation\`. Its key is changed by \`npx rezonate-okta rotate --integration rezonate-remediation\`, which edits \`remediationKeyGenerations\` and \`remediationCurrentKey\`.

### An end

\`remediationUntil: "2026-12-31"\` names the first day, in UTC, on which Rezonate may not act any more. The first \`pulumi up\` from then on takes remediation away, and a preview says so; nothing happens without an \`up\`. For two weeks before, \`verify\` and \`doctor\` speak of it. From its day on \`doctor\` calls what is still there \`remediation_overdue\` and ends with 1.
`;

const LIMITED = `## A limited view

With \`visibilityGroups\` or \`visibilityApps\` Rezonate is shown these groups, the people in them and these apps, and nothing else: a custom admin role on a resource set of just these takes the place of \`READ_ONLY_ADMIN\`. Groups are named by id, apps by their Okta Resource Name, the member \`orn\` of an app in Okta's API. Only scopes that can be limited so are taken, the others are refused:
`;

const LIMITED_END = `\`verify\` counts what is shown beside what there is, and does not call the rest hidden. Nothing of this was tried on a live org.
`;

/** Returns the text of docs/permissions.md. */
export function permissionsPage(): string {
    const others = Object.keys(SCOPE_ACCESS).filter(
        (scope) => ![...READ_ONLY_SCOPES, ...REMEDIATION_SCOPES].includes(scope),
    );
    return [
        HEAD,
        section("The read-only profile", READ_ONLY_SCOPES),
        section("Remediation", REMEDIATION_SCOPES),
        ACTIONS_HEAD,
        ...Object.entries({ ...USER_ACTIONS, ...GROUP_ACTIONS }).map(
            ([permission, what]) => `- \`${permission}\`: ${what}`,
        ),
        "",
        ACTIONS_LIMITS,
        LIMITED,
        ...Object.entries(SCOPE_ACCESS).flatMap(([scope, { limit, permission }]) =>
            limit === undefined ? [] : [`- \`${scope}\` (\`${limit}\`): \`${permission}\``],
        ),
        "",
        LIMITED_END,
        section("Others", others),
        "## What sources disagree on\n",
        ...Object.entries(SCOPE_ACCESS).flatMap(([scope, { doubt }]) =>
            doubt === undefined ? [] : [`- \`${scope}\`: ${doubt}`],
        ),
        "",
    ].join("\n");
}

function section(title: string, scopes: readonly string[]): string {
    const rows = scopes.flatMap((scope) => {
        const access = SCOPE_ACCESS[scope];
        return access === undefined ? [] : [row(scope, access)];
    });
    return [
        `## ${title}\n`,
        "| scope | what for | standard roles | custom role |",
        "| --- | --- | --- | --- |",
        ...rows,
        "",
    ].join("\n");
}

function row(scope: string, { purpose, roles, permission, doubt }: ScopeAccess): string {
    const names = [...new Set([...roles, AdminRole.SuperAdmin])].sort().map((role) => {
        const isDoubted = doubt !== undefined && role === AdminRole.ReadOnlyAdmin;
        return `\`${role}\`${isDoubted ? " (in doubt)" : ""}`;
    });
    const custom = permission === undefined ? "none" : `\`${permission}\``;
    return `| \`${scope}\` | ${purpose} | ${names.join(", ")} | ${custom} |`;
}
