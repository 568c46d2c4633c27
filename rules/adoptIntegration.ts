import { checkAdoptedThing, HOW_TO_ADOPT } from "./adopt";
import { APP_ID, isAppId } from "./ids";
import { type Checked, type InputProblem, show } from "./problem";

/** A Marketplace integration that is in the org already, for a component to take over. */
export interface AdoptedIntegration {
    /** Id of the integration, which is its client id too, such as "0oa1gjh63g214q0Hq0g4". */
    readonly integrationId: string;
}

/** Checks what names the integration to take over. */
export function checkAdoptedIntegration(adopt: unknown): Checked<AdoptedIntegration> {
    return checkAdoptedThing<AdoptedIntegration>(adopt, ["integrationId"], ({ integrationId }) =>
        isAppId(integrationId)
            ? []
            : [
                  {
                      propertyPath: "adopt.integrationId",
                      reason: `got ${show(integrationId)}; wanted the id of an API service integration, ${APP_ID}. ${HOW_TO_ADOPT}`,
                  },
              ],
    );
}

/** Refuses to drop the secret before the current one in the `up` in which Rezonate uses that. */
export function checkKeptSecret(wanted: {
    readonly adopt?: unknown;
    readonly keepPreviousSecret?: unknown;
}): Checked<undefined> {
    const reason =
        "got false beside adopt; wanted true: Rezonate uses the secret that is there until it has the new one. Remove keepPreviousSecret, or adopt where an up has taken the integration over.";
    return wanted.adopt === undefined || wanted.keepPreviousSecret !== false
        ? { ok: true, value: undefined }
        : { ok: false, problems: [{ propertyPath: "keepPreviousSecret", reason }] };
}

/** What of an integration Okta cannot change. */
export interface IntegrationKind {
    readonly type: string;
    readonly scopes: readonly string[];
}

/**
 * What is wrong with taking over an integration. Okta changes neither type nor scopes, so that a
 * program which wants others would have it deleted and another one made.
 */
export function integrationAdoptionProblems(
    integrationId: string,
    found: IntegrationKind,
    wanted: IntegrationKind,
): InputProblem[] {
    const problems: InputProblem[] = [];
    const fixed =
        "Okta cannot change it, so that Pulumi would delete the integration and make another. It was not changed.";
    if (found.type !== wanted.type) {
        problems.push({
            propertyPath: "integrationType",
            reason: `got ${show(wanted.type)}, but ${integrationId} is of the type ${show(found.type)}. ${fixed} Set integrationType to ${show(found.type)} if that is Rezonate's, or name another integration.`,
        });
    }
    const more = found.scopes.filter((scope) => !wanted.scopes.includes(scope)).sort();
    const fewer = wanted.scopes.filter((scope) => !found.scopes.includes(scope)).sort();
    if (more.length + fewer.length > 0) {
        const differing = [
            ...(fewer.length > 0 ? [`it lacks ${fewer.join(", ")}`] : []),
            ...(more.length > 0 ? [`it has ${more.join(", ")} besides`] : []),
        ].join(", and ");
        problems.push({
            propertyPath: "scopes",
            reason: `got other scopes than ${integrationId} has: ${differing}. ${fixed} Set scopes to those that it has, as \`npx rezonate-okta adopt\` does, or name another integration.`,
        });
    }
    return problems;
}
