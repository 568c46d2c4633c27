import type { CallResult } from "../../okta/call";
import { SCOPE_ACCESS } from "../../rules/scopeAccess";
import type { Finding } from "../findings";
import { evaluateCall } from "./answer";
import type { VerifyCode } from "./codes";
import { finding } from "./finding";
import { overprivilegeFindings } from "./overprivilege";
import type { AppSnapshot, VerifySnapshot } from "./snapshot";
import { describeView } from "./views";

/** Evaluates what was read: one finding for each scope that was asked for, and one for each excess. */
export function verifyFindings(snapshot: VerifySnapshot): Finding<VerifyCode>[] {
    const scopes = snapshot.requestedScopes.map((scope) => evaluateScope(scope, snapshot));
    return [...scopes, ...overprivilegeFindings(snapshot)];
}

function evaluateScope(scope: string, snapshot: VerifySnapshot): Finding<VerifyCode> {
    if (snapshot.hostMismatch !== undefined) {
        return finding(scope, "wrong_host", snapshot.hostMismatch);
    }
    const refusal = snapshot.refusals.get(scope);
    if (refusal !== undefined) {
        if (isRefusedForItsCurve(refusal.code, snapshot)) {
            return finding(scope, "ec_key_refused", refusal.detail);
        }
        if (refusal.code === "network_blocked") {
            return finding(scope, refusal.code, describeBlock(refusal.detail, snapshot));
        }
        const known = evaluateApp(snapshot.app);
        const isClientFault = ["app_inactive", "key_not_registered"].includes(refusal.code);
        return known !== undefined && isClientFault
            ? finding(scope, known.code, `${known.detail} ${refusal.detail}`)
            : finding(scope, refusal.code, refusal.detail);
    }
    if (!snapshot.tokenScopes.includes(scope)) {
        return finding(scope, "missing_scope", "The org gave a token, but without this scope.");
    }
    const use = evaluateUse(scope, snapshot.calls.get(scope), snapshot);
    return use.code === "ok" && snapshot.dpopRequired
        ? finding(scope, "dpop_required", "The org gives tokens for DPoP proofs only.")
        : use;
}

// What keeps it out is the stack's own, where the stack says so.
function describeBlock(said: string, { allowedFrom }: VerifySnapshot): string {
    return allowedFrom === undefined
        ? said
        : `${said} The stack lets these credentials work from ${allowedFrom} only.`;
}

function evaluateUse(
    scope: string,
    call: CallResult | undefined,
    snapshot: VerifySnapshot,
): Finding<VerifyCode> {
    if (call === undefined) {
        const detail = "Access was given; no cheap call is known that would prove more.";
        return finding(scope, "ok", detail);
    }
    const hidden = HIDDEN[scope];
    const untried = evaluateUntried(scope, call, snapshot);
    if (untried !== undefined) {
        return untried;
    }
    const made =
        hidden !== undefined && isShownToSuperAdminsOnly(scope, call, snapshot)
            ? finding(scope, "ok", hidden)
            : evaluateCall(scope, call, snapshot.appId);
    return made.code === "ok" ? evaluateView(made, snapshot) : made;
}

// A custom role covers what its resource set names, and what cannot exist is not in it: to be let
// through would take a real person. Whether the role is there as it was made, doctor compares.
function evaluateUntried(
    scope: string,
    call: CallResult,
    { expectedPermissions = [] }: VerifySnapshot,
): Finding<VerifyCode> | undefined {
    const actions = Object.keys(SCOPE_ACCESS[scope]?.actions ?? {});
    const isCustom = actions.some((permission) => expectedPermissions.includes(permission));
    if (!isCustom || call.status !== 403 || call.errorCode !== "E0000006") {
        return undefined;
    }
    const detail =
        "Access was given. What the custom role allows was not tried, since that takes a real person or group: doctor compares the role with the stack.";
    return finding(scope, "ok", detail);
}

function evaluateView(made: Finding<VerifyCode>, snapshot: VerifySnapshot): Finding<VerifyCode> {
    const { subject, detail } = made;
    const view = snapshot.views?.find(({ scope }) => scope === subject);
    if (snapshot.isViewLimited) {
        const { seen, there } = view ?? {};
        const counts = view === undefined ? "" : ` It is shown ${seen} of ${there}.`;
        return {
            ...made,
            detail: `${detail}${counts} The view is limited to visibilityGroups and visibilityApps.`,
        };
    }
    if (view !== undefined) {
        return view.missing > 0 ? finding(subject, "partial_view", describeView(view)) : made;
    }
    return subject === "okta.apps.read" && snapshot.seesOnlyItself === true
        ? { ...made, detail: `${detail} ${onlyItself}` }
        : made;
}

// An org can have no other app, so that this is no finding. Beside a stack it is one, by comparison.
const onlyItself =
    "The list holds only the app itself, which looks like a partial view: verify of the stack tells.";

/** What Okta may show to super admins only, by the scope that asks for it. */
const HIDDEN: Readonly<Record<string, string>> = {
    "okta.appGrants.read":
        "Access was given. The grants themselves stay hidden: by some sources Okta shows them to a Super Admin only.",
    "okta.roles.read":
        "Access was given. The roles themselves stay hidden: Okta shows them to a Super Admin, or to a custom role with okta.iam.read, and this is neither.",
};

// Sources disagree on whether a read-only admin is shown admin roles and grants. To be refused such
// a read is what an app without Super Admin has to expect, as long as its role shows in other reads.
function isShownToSuperAdminsOnly(
    scope: string,
    call: CallResult,
    snapshot: VerifySnapshot,
): boolean {
    const { expectedRoles, expectedPermissions = [] } = snapshot;
    const isServed = scope === "okta.roles.read" && expectedPermissions.includes("okta.iam.read");
    const privileged = isServed || expectedRoles.includes("SUPER_ADMIN");
    const hasRole = [...snapshot.calls.values()].some(({ entries }) => (entries ?? 0) > 0);
    return call.status === 403 && call.errorCode === "E0000006" && !privileged && hasRole;
}

// Where the app could be looked at, it tells whether the key is there without its curve; else only
// the kind of the key speaks for it.
function isRefusedForItsCurve(code: string, { app, signsWithEc }: VerifySnapshot): boolean {
    const isRegistered =
        app.kind === "unknown" ||
        (app.kind === "active" && app.key === "ACTIVE" && app.isWithoutCurve === true);
    return code === "key_not_registered" && signsWithEc === true && isRegistered;
}

// The token endpoint says little about why; the provider credentials, where there are some, tell it.
function evaluateApp(app: AppSnapshot): { code: VerifyCode; detail: string } | undefined {
    switch (app.kind) {
        case "unknown":
            return undefined;
        case "missing":
            return { code: "app_inactive", detail: "The org has no app with this id." };
        case "inactive":
            return { code: "app_inactive", detail: "The app is deactivated." };
        case "active":
            break;
    }
    if (app.key === "INACTIVE") {
        return { code: "key_inactive", detail: "The key is on the app, but deactivated." };
    }
    return app.key === "absent"
        ? { code: "key_not_registered", detail: "The app is active, but this key is not on it." }
        : undefined;
}
