import { adoptionProblems } from "../../rules/adopt";
import { APP_ID, isAppId } from "../../rules/ids";
import { DEFAULT_LABEL } from "../../rules/label";
import { OktaType } from "../../rules/resourceTypes";
import { requestedScopes } from "../../rules/scopes";
import type { StackConfig } from "../../rules/stackConfig";
import { type AppCandidate, type MethodAdoption, planWithout, refusedPlan } from "../adopt/method";
import { planAdoption } from "../adopt/plan";
import { fetchServiceApp, fetchServiceApps, type ServiceAppSnapshot } from "../adopt/snapshot";
import { fetchAnyApp, kindOf } from "./adoptable";

const OPTION = "application";

/** How a stack takes over an API service app. */
export const oauthAdoption: MethodAdoption = {
    what: "app",
    option: OPTION,
    type: OktaType.App,
    isId: isAppId,
    form: `the id of an app, ${APP_ID}`,
    async candidates(client, config) {
        const found = await fetchServiceApps(client);
        return "unread" in found ? found : likeliestFirst(found, config);
    },
    async plan(client, id, config) {
        const found = await fetchAnyApp(client, id);
        if ("problem" in found) {
            return planWithout(OPTION, found);
        }
        const unfit = adoptionProblems(id, kindOf(found.app));
        return unfit.length > 0
            ? refusedPlan(OPTION, ...unfit.map(({ reason }) => reason))
            : planAdoption(await fetchServiceApp(client, found.app), config);
    },
};

function likeliestFirst(
    found: readonly ServiceAppSnapshot[],
    config: StackConfig,
): readonly AppCandidate[] {
    const wanted = requestedScopes(config);
    const likely = ({ label, wantedScopes = 0 }: AppCandidate): number =>
        (label === (config.label ?? DEFAULT_LABEL) ? 1000 : /rezonate/i.test(label) ? 500 : 0) +
        wantedScopes;
    return found
        .map(({ app, grants, roles }) => ({
            applicationId: app.id,
            label: app.label,
            status: app.status,
            wantedScopes: grants?.filter((scope) => wanted.includes(scope)).length,
            otherScopes: grants?.filter((scope) => !wanted.includes(scope)).length,
            roles: roles?.map(({ type }) => type),
            keys: app.settings?.oauthClient?.jwks?.keys.length ?? 0,
        }))
        .sort((a, b) => likely(b) - likely(a));
}
