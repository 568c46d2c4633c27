import { SCOPE_ACCESS, type ScopeAccess } from "../../rules/permissions";
import { AdminRole } from "../../rules/roles";
import { READ_ONLY_SCOPES, REMEDIATION_SCOPES } from "../../rules/scopes";

const HEAD = `# Permissions

Scopes say which operations an app may call, admin roles on what. This page lists, scope by scope, what Rezonate learns by it, which standard admin roles serve it, and which permission of a custom admin role does. \`SUPER_ADMIN\` serves every scope. A scope that reads and that none of the assigned roles can serve is refused by \`OAuthIntegration\`, \`ServiceApp\` and \`preflight\`.

Okta publishes no such table. It is made of Okta's documentation and of what others have seen; nothing in it was tried on a live org.

This file is made from \`rules/permissions.ts\`. Change that, then run \`npm run docs\`.
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
