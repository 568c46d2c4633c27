import { Provider } from "@pulumi/okta/provider";
import * as pulumi from "@pulumi/pulumi";

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
    const given = component.getProvider("okta:index/apiToken:ApiToken");
    const config = new pulumi.Config("okta");
    const of = (key: keyof Runner) =>
        Provider.isInstance(given) ? pulumi.secret(given[key]) : config.getSecret(key);
    return {
        apiToken: of("apiToken"),
        accessToken: of("accessToken"),
        clientId: of("clientId"),
        privateKey: of("privateKey"),
        privateKeyId: of("privateKeyId"),
        httpProxy: of("httpProxy"),
    };
}
