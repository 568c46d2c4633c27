import * as pulumi from "@pulumi/pulumi";

import { hasEngine, inProgram, uniqueHookName, valueOf } from "./hooks";
import { providerSettingsOf } from "./providerSettings";

/** What is proven: all but the app's id, which is known only to the resource that was just made. */
export interface VerifyInput {
    readonly tenantId: string;
    readonly oktaDomain: string;
    readonly privateKey: string;
    readonly keyId: string;
    readonly scopes: string[];
    readonly roles: string[];
}

/**
 * A transform that proves access whenever the grants were made or changed, or the app has another
 * key. What it finds is a warning: an org that is slow to apply a role must not fail an `up`.
 */
export function verifyAfterChange(
    component: pulumi.ComponentResource,
    name: string,
    subject: pulumi.Output<VerifyInput>,
): pulumi.ResourceTransform {
    if (!hasEngine()) {
        return () => undefined;
    }
    const { httpProxy } = providerSettingsOf(component);
    const prove: pulumi.ResourceHookFunction = async ({ newOutputs }) => {
        const outputs = (newOutputs ?? {}) as { clientId?: string; appId?: string };
        const clientId = String(outputs.clientId ?? outputs.appId);
        const { scopes, roles, tenantId, oktaDomain, ...key } = await valueOf(subject);
        const proxy = httpProxy && (await valueOf(httpProxy));
        // Loaded only when it is asked for: nobody else pays for an OAuth client.
        const { verifyFromProgram } =
            require("../../checks/verify/afterChange") as typeof import("../../checks/verify/afterChange");
        const findings = await verifyFromProgram({
            tenantId,
            oktaDomain,
            credential: { kind: "privateKey", clientId, ...key },
            scopes,
            expectedRoles: roles,
            // The org is reached as the provider reaches it.
            loopback: proxy || process.env.OKTA_HTTP_PROXY,
        });
        for (const finding of findings) {
            await pulumi.log.warn(`verify of ${name}: ${finding}`);
        }
    };
    const hook = new pulumi.ResourceHook(uniqueHookName(`${name}-verify`), inProgram(prove));
    const bindings: Record<string, pulumi.ResourceHookBinding> = {
        "okta:app/oAuth:OAuth": { afterUpdate: [hook] },
        "okta:index/appOauthApiScope:AppOauthApiScope": {
            afterCreate: [hook],
            afterUpdate: [hook],
        },
    };
    return ({ type, props, opts }) => {
        const hooks = bindings[type];
        return hooks && { props, opts: { ...opts, hooks: { ...opts.hooks, ...hooks } } };
    };
}

/** What the look at a service user's API token starts from. */
export interface ApiTokenInput {
    readonly host: pulumi.Output<string>;
    readonly userId: pulumi.Output<string>;
    readonly login: pulumi.Output<string>;
    /** Undefined where the record of the token is not adopted. */
    readonly apiTokenId?: string;
    readonly hasZone: boolean;
}

/**
 * Looks at the API token in each `up`, with the provider credentials, since the token itself would
 * be kept alive by the look. What a person should know becomes a warning: that the token ends soon
 * for want of use, or is not fenced in.
 */
export function warnAboutApiToken(
    component: pulumi.ComponentResource,
    { apiTokenId, hasZone, ...outputs }: ApiTokenInput,
): void {
    if (!hasEngine()) {
        return;
    }
    const known = pulumi.output({ ...outputs, settings: providerSettingsOf(component) });
    known.apply(async (subject) => {
        const { apiTokenWarnings } =
            require("../../checks/apiKey/tokenWarnings") as typeof import("../../checks/apiKey/tokenWarnings");
        const remarks = await apiTokenWarnings({ ...subject, apiTokenId, hasZone });
        for (const remark of remarks) {
            await pulumi.log.warn(remark, component);
        }
    });
}
