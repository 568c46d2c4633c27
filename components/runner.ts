import { Provider } from "@pulumi/okta/provider";
import * as pulumi from "@pulumi/pulumi";

import type { InputChecks } from "./inputs";
import { type OktaOrg, checkProviderOrg } from "./internal/oktaDomain";

/** The credentials with which Pulumi itself works on an org, named as the okta provider names them. */
export interface Runner {
    readonly apiToken?: string;
    readonly accessToken?: string;
    readonly clientId?: string;
    readonly privateKey?: string;
    readonly privateKeyId?: string;
    readonly httpProxy?: string;
}

/** The same in a program, each by itself. */
export type RunnerOutputs = {
    readonly [K in keyof Required<Runner>]: pulumi.Output<string | undefined> | undefined;
};

/**
 * The credentials of the okta provider that a component was given, or where it was given none, of
 * the default one: those in the stack's "okta:" configuration. In a preview, what an explicit
 * provider does not set is unknown. What only the environment holds is not here: who uses them
 * looks there last, as the okta plugin does.
 */
export function runnerOf(component: pulumi.ComponentResource): RunnerOutputs {
    const provider = providerOf(component);
    const config = new pulumi.Config("okta");
    const of = (key: keyof Runner) =>
        provider === undefined ? config.getSecret(key) : pulumi.secret(provider[key]);
    return {
        apiToken: of("apiToken"),
        accessToken: of("accessToken"),
        clientId: of("clientId"),
        privateKey: of("privateKey"),
        privateKeyId: of("privateKeyId"),
        httpProxy: of("httpProxy"),
    };
}

/**
 * Host of the org that these credentials are for, which has to be the org that the component is
 * for: credentials must not go to any other.
 */
export function runnerHostOf(
    component: pulumi.ComponentResource,
    org: pulumi.Output<OktaOrg>,
    inputs: InputChecks,
): pulumi.Output<string> {
    const config = new pulumi.Config("okta");
    const { orgName, baseUrl } = providerOf(component) ?? {
        orgName: config.get("orgName"),
        baseUrl: config.get("baseUrl"),
    };
    return inputs.check([org, orgName, baseUrl] as const, ([wanted, name, base]) =>
        checkProviderOrg(wanted, name, base),
    );
}

function providerOf(component: pulumi.ComponentResource): Provider | undefined {
    const given = component.getProvider("okta:index/apiToken:ApiToken");
    return Provider.isInstance(given) ? given : undefined;
}
