import type { CallResult } from "../../okta/call";
import { readCall, tryCall } from "../../okta/call";
import type { HttpClient } from "../../okta/http";
import { roleAssignments } from "../../okta/shapes";
import { textOf, textsOf } from "../../rules/json";
import { RemediationRole } from "../../rules/remediation";
import { rolesFor } from "../../rules/roles";
import { REMEDIATION_SCOPES } from "../../rules/scopes";
import { registry } from "../registry";
import type { Access, VerifyTarget } from "./method";
import { forbiddenWriteProbe, needsUser, type Probe, probeFor } from "./probes";
import type { VerifySnapshot } from "./snapshot";
import { countViews } from "./views";

/** Goes Rezonate's way once: access, then all reads in parallel. Three round trips at most. */
export async function fetchVerifySnapshot(
    target: VerifyTarget,
    http: HttpClient,
): Promise<VerifySnapshot> {
    const { credential } = target;
    const { verify } = registry[credential.method];
    const base: VerifySnapshot = {
        requestedScopes: target.scopes,
        appId: verify.appIdOf(credential),
        refusals: new Map(),
        tokenScopes: [],
        dpopRequired: false,
        calls: new Map(),
        app: { kind: "unknown" },
        expectedRoles: target.expectedRoles ?? rolesByScopes(target.scopes),
        expectedPermissions: target.expectedPermissions,
        isViewLimited: target.isViewLimited,
        expectedLogin: target.expectedLogin,
        allowedFrom: target.allowedFrom,
    };
    if (target.hostMismatch !== undefined) {
        return { ...base, hostMismatch: target.hostMismatch };
    }
    const { accesses, refusals, login } = await verify.requestAccess(target, http);
    const anyAccess = accesses[0]?.access;
    if (anyAccess === undefined) {
        const signsWithEc = verify.isEcKey?.(credential);
        return { ...base, refusals, signsWithEc, app: await verify.fetchApp(target, http) };
    }
    const accessOf = new Map(
        accesses.flatMap(({ access, scopes }) =>
            scopes
                .filter((scope) => access.scopes.includes(scope))
                .map((scope) => [scope, access] as const),
        ),
    );
    const [reads, roles, write, views] = await Promise.all([
        makeCalls(accessOf, base.appId),
        seeRoles(accessOf.get("okta.roles.read"), verify.rolesPathOf(credential)),
        tryForbiddenWrite(target.scopes, anyAccess),
        countViews(target, accessOf, http),
    ]);
    return {
        ...base,
        refusals,
        login,
        tokenScopes: [...new Set(accesses.flatMap(({ access }) => access.scopes))],
        dpopRequired: anyAccess.dpopRequired,
        calls: reads.facts,
        grants: reads.grants,
        seesOnlyItself: reads.seesOnlyItself,
        views,
        roles,
        forbiddenWrite: write,
    };
}

// Which role remediation has, the scopes do not tell.
function rolesByScopes(scopes: readonly string[]): string[] {
    const remediation = scopes.some((scope) => REMEDIATION_SCOPES.includes(scope));
    return rolesFor({ remediation, remediationRole: RemediationRole.UserAdmin });
}

async function makeCalls(
    accessOf: ReadonlyMap<string, Access>,
    appId: string | undefined,
): Promise<{
    facts: ReadonlyMap<string, CallResult>;
    grants?: readonly string[];
    seesOnlyItself: boolean;
}> {
    const facts = new Map<string, CallResult>();
    let userId: string | undefined;
    let grants: readonly string[] | undefined;
    let seesOnlyItself = false;
    const call = async ([scope, access]: readonly [string, Access]): Promise<void> => {
        const probe = probeFor(scope, { appId, userId });
        if (probe === undefined) {
            return;
        }
        const { fact, json } = await tryCall(() => send(access, probe));
        facts.set(scope, fact);
        if (scope === "okta.users.read" && Array.isArray(json)) {
            userId = textOf(json[0], "id");
        }
        if (scope === "okta.apps.read" && Array.isArray(json)) {
            seesOnlyItself = json.length === 1 && textOf(json[0], "id") === appId;
        }
        if (scope === "okta.appGrants.read" && Array.isArray(json)) {
            grants = textsOf(json, "scopeId");
        }
    };
    const scopes = [...accessOf];
    await Promise.all(scopes.filter(([scope]) => !needsUser(scope)).map(call));
    await Promise.all(scopes.filter(([scope]) => needsUser(scope)).map(call));
    return { facts, grants, seesOnlyItself };
}

// Only a Super Admin is shown role assignments, so that to be shown none is the good case.
async function seeRoles(
    access: Access | undefined,
    path: string | undefined,
): Promise<readonly string[] | undefined> {
    if (access === undefined || path === undefined) {
        return undefined;
    }
    const { value } = await readCall(() => send(access, { method: "GET", path }), roleAssignments);
    return value?.map(({ type }) => type);
}

async function tryForbiddenWrite(
    asked: readonly string[],
    access: Access,
): Promise<CallResult | undefined> {
    if (asked.includes("okta.users.manage")) {
        return undefined;
    }
    return (await tryCall(() => send(access, forbiddenWriteProbe))).fact;
}

function send(access: Access, probe: Probe): ReturnType<Access["send"]> {
    return access.send(probe.path, { method: probe.method });
}
