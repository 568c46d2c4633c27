import type { StackState } from "../../checks/index";
import { INTEGRATION_TYPES } from "../../rules/methods";
import { OktaType, SERVICE_APP_TYPE } from "../../rules/resourceTypes";
import type { Sandbox } from "../../sandbox/org/server";

const PROJECT = "rezonate-okta";

const urnOf = (type: string, name: string) => `urn:pulumi:prod::${PROJECT}::${type}::${name}`;

/**
 * Stack prod of this repository's program, as if it had made an app of a sandbox org: what an `up`
 * leaves in the state, as far as the checks read it.
 */
export function appStack(
    org: Sandbox,
    app: {
        readonly id: string;
        readonly scopes: readonly string[];
        readonly label?: string;
        readonly jwks?: readonly object[];
        /** Outputs of the integration, beside its domain. */
        readonly outputs?: object;
    },
    config: Readonly<Record<string, string>> = {},
): StackState {
    const { id, scopes, label = "Reader", jwks = [] } = app;
    const integration = urnOf(INTEGRATION_TYPES.oauth, "rezonate");
    const service = urnOf(SERVICE_APP_TYPE, "rezonate-app");
    const resource = (type: string, name: string, parent: string, more: object) => ({
        urn: urnOf(type, name),
        type,
        parent,
        inputs: {},
        ...more,
    });
    const root = urnOf("pulumi:pulumi:Stack", "prod");
    const resources = [
        { urn: root, type: "pulumi:pulumi:Stack" },
        resource(INTEGRATION_TYPES.oauth, "rezonate", root, {
            outputs: { oktaDomain: org.domain, ...app.outputs },
        }),
        resource(SERVICE_APP_TYPE, "rezonate-app", integration, {}),
        resource(OktaType.App, "rezonate-app-app", service, {
            id,
            outputs: { type: "service", clientId: id, label, jwks },
        }),
        resource(OktaType.AppScopes, "rezonate-app-scopes", service, {
            id,
            outputs: { appId: id, scopes },
        }),
    ];
    const all: Record<string, string> = {
        [`${PROJECT}:oktaDomain`]: org.domain,
        "okta:httpProxy": org.url,
        "okta:apiToken": org.apiToken,
        ...config,
    };
    return {
        name: "prod",
        project: PROJECT,
        state: { deployment: { resources } },
        config: Object.fromEntries(
            Object.entries(all).map(([key, value]) => [
                key,
                { value, secret: key === "okta:apiToken" },
            ]),
        ),
    };
}
