import { createRequire } from "node:module";

import * as pulumi from "@pulumi/pulumi";

import type { verifyFromProgram } from "../cli/verify/fromProgram";
import { inProgram, takesHooks } from "./hooks";

/** What is proven: all but the app's id, which is known only to the resource that was just made. */
export interface ProofSubject {
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
export function proveAccess(
    name: string,
    subject: pulumi.Output<ProofSubject>,
): pulumi.ResourceTransform {
    if (!takesHooks()) {
        return () => undefined;
    }
    const prove: pulumi.ResourceHookFunction = async ({ newOutputs }) => {
        const outputs = (newOutputs ?? {}) as { clientId?: string; appId?: string };
        const applicationId = String(outputs.clientId ?? outputs.appId);
        const { scopes, roles, ...credentials } = await valueOf(subject);
        // Loaded only when it is asked for: nobody else pays for an OAuth client.
        const load = createRequire(__filename);
        const cli = load("../cli/verify/fromProgram") as {
            verifyFromProgram: typeof verifyFromProgram;
        };
        const findings = await cli.verifyFromProgram({
            ...credentials,
            applicationId,
            scopes,
            expectedRoles: roles,
            loopback: new pulumi.Config("okta").get("httpProxy"),
        });
        for (const finding of findings) {
            await pulumi.log.warn(`verify of ${name}: ${finding}`);
        }
    };
    const hook = new pulumi.ResourceHook(`${name}-verify`, inProgram(prove));
    const bindings: Record<string, pulumi.ResourceHookBinding> = {
        "okta:app/oAuth:OAuth": { afterUpdate: [hook] },
        "okta:index/appOauthApiScope:AppOauthApiScope": {
            afterCreate: [hook],
            afterUpdate: [hook],
        },
    };
    return ({ type, props, opts }) => {
        const hooks = bindings[type];
        return hooks && { props, opts: { ...opts, hooks } };
    };
}

function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
    return new Promise((resolve) => {
        output.apply((value) => {
            resolve(value);
        });
    });
}
