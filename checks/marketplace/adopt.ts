import { type ListedIntegration, listedIntegrations } from "../../okta/appShapes";
import { readCall } from "../../okta/call";
import { fetchAllPages } from "../../okta/pages";
import { APP_ID, isAppId } from "../../rules/ids";
import { type ListedSecret, REZONATE_TYPE } from "../../rules/marketplace";
import { show } from "../../rules/problem";
import { OktaType } from "../../rules/resourceTypes";
import { checkIntegrationScopes, isManageScope, requestedScopes } from "../../rules/scopes";
import type { StackConfig } from "../../rules/stackConfig";
import {
    type AdoptionPlan,
    difference as is,
    inARow,
    type IntegrationCandidate,
    type MethodAdoption,
    planWithout,
    refusedPlan,
    unlisted,
} from "../adopt/method";
import { fetchLastUse } from "../usage/fetch";
import { fetchAnyIntegration, secretProblems } from "./adoptable";
import { API_SERVICES_PATH } from "./fetch";

/** Of more integrations than this, a list of candidates shows the first: each costs a call. */
const MOST_CANDIDATES = 50;

const OPTION = "integrationId";

/** How a stack takes over a Marketplace integration. */
export const marketplaceAdoption: MethodAdoption = {
    what: "integration",
    option: OPTION,
    type: OktaType.ServiceIntegration,
    isId: isAppId,
    form: `the id of an API service integration, ${APP_ID}`,
    async candidates(client, config) {
        const { fact, value } = await readCall(
            () => fetchAllPages(client, API_SERVICES_PATH),
            listedIntegrations,
        );
        if (value === undefined) {
            return unlisted("The integrations", fact);
        }
        const now = Date.now();
        return Promise.all(
            likeliestFirst(value, config)
                .slice(0, MOST_CANDIDATES)
                .map(async (one) => {
                    const use = await fetchLastUse(client, one.integrationId, now);
                    return { ...one, lastToken: use?.byRezonate ?? use?.byAnyone };
                }),
        );
    },
    async plan(client, id, config) {
        const found = await fetchAnyIntegration(client, id);
        if ("problem" in found) {
            return planWithout(OPTION, found);
        }
        const { integration, secrets } = found;
        if (!isRezonates(integration, config)) {
            return refusedPlan(
                OPTION,
                `${id} is of the type ${show(integration.type)}, which does not look like Rezonate's; wanted ${show(typeOf(config))}. If it is Rezonate's all the same, run \`pulumi config set integrationType ${integration.type}\` first.`,
            );
        }
        const full = secretProblems(client, id, secrets);
        return full.length > 0
            ? refusedPlan(OPTION, ...full.map(({ reason }) => reason))
            : planIntegration(integration, secrets, config);
    },
};

function typeOf({ integrationType }: StackConfig): string {
    return integrationType ?? REZONATE_TYPE;
}

function isRezonates({ type, name }: ListedIntegration, config: StackConfig): boolean {
    return type === typeOf(config) || /rezonate/i.test(type) || /rezonate/i.test(name ?? "");
}

function likeliestFirst(
    found: readonly ListedIntegration[],
    config: StackConfig,
): readonly IntegrationCandidate[] {
    const wanted = requestedScopes({ scopes: config.scopes });
    return [...found]
        .sort((a, b) => Number(isRezonates(b, config)) - Number(isRezonates(a, config)))
        .map(({ id, type, name, grantedScopes }) => ({
            integrationId: id,
            type,
            name: name ?? undefined,
            wantedScopes: grantedScopes.filter((scope) => wanted.includes(scope)).length,
            otherScopes: grantedScopes.filter((scope) => !wanted.includes(scope)).length,
        }));
}

/** Plans how a stack takes over an integration: type and scopes as they are, since Okta changes neither. */
function planIntegration(
    { id, type, grantedScopes }: ListedIntegration,
    secrets: readonly ListedSecret[],
    config: StackConfig,
): AdoptionPlan {
    const wanted = requestedScopes({ scopes: config.scopes });
    const granted = [...grantedScopes].sort();
    const lacking = wanted.filter((scope) => !granted.includes(scope)).sort();
    const isSame = lacking.length === 0 && granted.length === wanted.length;
    const allowed = config.allowedManageScopes ?? [];
    const acting = granted.filter((scope) => isManageScope(scope) && !allowed.includes(scope));
    const scopes = {
        ...(!isSame && { scopes: JSON.stringify(granted) }),
        ...(acting.length > 0 && { allowedManageScopes: JSON.stringify([...allowed, ...acting]) }),
    };
    const checked = checkIntegrationScopes({
        scopes: granted,
        allowedManageScopes: [...allowed, ...acting],
    });
    const missing = inARow(lacking);
    const changing = inARow(granted.filter(isManageScope));
    return {
        problems: checked.ok
            ? []
            : checked.problems.map(({ reason }) => ({
                  propertyPath: OPTION,
                  reason: `a scope of ${id} cannot be configured: ${reason} Another integration has to be made.`,
              })),
        unread: [],
        differences: [
            ...is("type", "kept", show(type)),
            ...is("scopes", "kept", inARow(granted.filter((scope) => !isManageScope(scope)))),
            ...is(
                "scopes",
                "undecided",
                missing &&
                    `not granted: ${missing}. Okta cannot add them: another list in scopes makes a new integration, with a new client id`,
            ),
            ...is(
                "scopes",
                "undecided",
                changing &&
                    `${changing}: they can change the org, and stay. Without them it is a new integration, with a new client id`,
            ),
            ...is("secrets", "kept", inARow(secrets.map(secretText))),
            ...is(
                "secrets",
                "changed",
                "added: one of the stack's own, which is handed over from now on",
            ),
        ],
        edits: {
            adopt: JSON.stringify({ integrationId: id }),
            ...(type !== typeOf(config) && { integrationType: type }),
            ...scopes,
            ...(config.keepPreviousSecret === false && { keepPreviousSecret: "true" }),
        },
    };
}

function secretText({ id, status, created }: ListedSecret): string {
    return `${id} (${status}${created ? `, of ${created.slice(0, 10)}` : ""})`;
}
