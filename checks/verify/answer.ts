import { type CallResult, isGone } from "../../okta/call";
import { isManageScope } from "../../rules/scopes";
import type { Finding } from "../findings";
import type { VerifyCode } from "./codes";
import { finding } from "./finding";
import { probeFor, provesScope } from "./probes";

/** What the answer to the call that a scope allows says of the access. */
export function evaluateCall(
    scope: string,
    call: CallResult,
    appId: string | undefined,
): Finding<VerifyCode> {
    const probe = probeFor(scope, { appId });
    const waited =
        call.waitedMs > 0 ? ` It waited ${seconds(call.waitedMs)} for the rate limit.` : "";
    if (call.status === undefined) {
        return finding(scope, "unreachable", call.reason);
    }
    if (call.status === 429) {
        const detail = `Still 429 after ${seconds(call.waitedMs)} of waiting as told.`;
        return finding(scope, "rate_limited", detail);
    }
    if (call.status >= 500) {
        return finding(scope, "unreachable", `The org answered ${call.status}. ${call.reason}`);
    }
    const isList = call.entries !== undefined;
    const isOther =
        call.status === 200 && probe?.answer !== "any" && isList === (probe?.answer === "object");
    if (call.foreign || isOther) {
        return finding(scope, "wrong_host", `It answered ${call.status}, and not as Okta does.`);
    }
    if (call.status < 300) {
        return evaluateEntries(scope, call, probe?.neverEmpty, waited);
    }
    if (isGone(call) && isManageScope(scope)) {
        const detail = `Permitted: the write was let through to an id that does not exist.${waited}`;
        return finding(scope, "ok", detail);
    }
    return evaluateRefusal(scope, call, probe?.absentIsProof, probe?.optionalFeature);
}

function evaluateEntries(
    scope: string,
    call: CallResult,
    neverEmpty: string | undefined,
    waited: string,
): Finding<VerifyCode> {
    if (call.entries === 0 && scope === "okta.users.read") {
        const detail = "200 with an empty list of users: that is how Okta answers without a role.";
        return finding(scope, "missing_role", detail);
    }
    if (call.entries === 0 && neverEmpty !== undefined) {
        return finding(scope, "empty_but_200", `200 with an empty list of ${neverEmpty}.`);
    }
    const what =
        call.entries === undefined
            ? "Answered."
            : call.entries === 0
              ? "Answered; the list is empty."
              : "Answered, with entries.";
    const limits = provesScope(scope) ? "" : " Only reading was tried.";
    return finding(scope, "ok", what + limits + waited);
}

function evaluateRefusal(
    scope: string,
    call: CallResult,
    absentIsProof: boolean | undefined,
    optionalFeature: boolean | undefined,
): Finding<VerifyCode> {
    const said = `The org answered ${call.status}${call.reason ? `: ${call.reason}` : "."}`;
    if (call.challenge === "insufficient_scope") {
        return finding(scope, "missing_scope", said);
    }
    if (call.challenge === "invalid_token" || call.errorCode === "E0000011") {
        return finding(scope, "app_inactive", said);
    }
    if (/DPoP/.test(call.reason) && call.status === 400) {
        return finding(scope, "dpop_required", said);
    }
    if (isGone(call) && absentIsProof) {
        return finding(scope, "ok", "Permitted: the org looked for the id before it said no.");
    }
    const noFeature = ["E0000015", "E0000008"].includes(call.errorCode ?? "");
    if (noFeature && optionalFeature) {
        return finding(scope, "ok", `In the token; this org does not have the feature. ${said}`);
    }
    if (call.errorCode === "E0000008") {
        return finding(scope, "wrong_host", `The host does not know this call. ${said}`);
    }
    if (call.status === 400 && call.errorCode === "E0000001") {
        return finding(scope, "ok", `Permitted: the org validated the contents. ${said}`);
    }
    return finding(scope, "missing_role", said);
}

function seconds(milliseconds: number): string {
    return `${Math.ceil(milliseconds / 1000)} s`;
}
