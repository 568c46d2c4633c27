import { isGone } from "../../okta/call";
import { isManageScope } from "../../rules/scopes";
import type { Finding } from "../findings";
import type { VerifyCode } from "./codes";
import { finding } from "./finding";
import type { VerifySnapshot } from "./snapshot";

/** What a finding is about when it is about the app, or the API key, as a whole. */
export const APP_SUBJECT = "*";

const viewingRoles = new Set(["READ_ONLY_ADMIN", "REPORT_ADMIN"]);

/** Everything the app may do beyond what was asked for, as far as it can be seen. */
export function overprivilegeFindings(facts: VerifySnapshot): Finding<VerifyCode>[] {
    const found: Finding<VerifyCode>[] = [];
    const tooMuch = (subject: string, detail: string): void => {
        found.push(finding(subject, "too_much_access", detail));
    };
    for (const role of new Set(facts.roles ?? [])) {
        // What a custom role allows is up to the org; it is evaluated by what the calls prove.
        if (role === "CUSTOM" || viewingRoles.has(role) || facts.expectedRoles.includes(role)) {
            continue;
        }
        tooMuch(APP_SUBJECT, `It holds the role ${role}, which was not asked for.`);
    }
    const { login, expectedLogin = login } = facts;
    if (login !== undefined && login !== expectedLogin) {
        const detail = `The API key is one of ${login}, not of ${expectedLogin}: it may do what ${login} may.`;
        tooMuch(APP_SUBJECT, detail);
    }
    for (const scope of new Set([...(facts.grants ?? []), ...facts.tokenScopes])) {
        if (isManageScope(scope) && !facts.requestedScopes.includes(scope)) {
            tooMuch(scope, "This scope is granted to the app and was not asked for.");
        }
    }
    const write = facts.forbiddenWrite;
    if (write !== undefined && ((write.status ?? 500) < 300 || isGone(write))) {
        const detail = `A write without the scope for it was answered ${write.status}, not refused (what it named does not exist).`;
        tooMuch(APP_SUBJECT, detail);
    }
    return found;
}
