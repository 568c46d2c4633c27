import * as pulumi from "@pulumi/pulumi";

import type { Credentials } from "../../checks/verify/method";
import { findingsOf, hasEngine, inProgram, uniqueHookName, valueOf } from "./hooks";
import { providerSettingsOf } from "./providerSettings";

/**
 * Transforms that prove access after each of the given events of a resource, by its Pulumi type.
 * What they find is a warning: an org that is slow to apply a role must not fail an `up`. The
 * credentials lack the client id, which is known only to the resource that was just made.
 */
export function verifyAfterChange<C extends Credentials>(
    component: pulumi.ComponentResource,
    name: string,
    credentials: pulumi.Output<C>,
    events: Readonly<Record<string, readonly ("afterCreate" | "afterUpdate")[]>>,
): pulumi.ResourceTransform[] {
    if (!hasEngine()) {
        return [];
    }
    const { httpProxy } = providerSettingsOf(component);
    const prove: pulumi.ResourceHookFunction = async ({ newOutputs }) => {
        const outputs = (newOutputs ?? {}) as { clientId?: string; appId?: string };
        const clientId = String(outputs.clientId ?? outputs.appId);
        const known = await valueOf(credentials);
        const proxy = httpProxy && (await valueOf(httpProxy));
        const findings = await findingsOf(() => {
            // Loaded only when it is asked for: nobody else pays for an OAuth client.
            const { verifyFromProgram } =
                require("../../checks/verify/afterChange") as typeof import("../../checks/verify/afterChange");
            return verifyFromProgram({
                ...known,
                credential: { ...known.credential, clientId },
                // The org is reached as the provider reaches it.
                loopback: proxy || process.env.OKTA_HTTP_PROXY,
            });
        });
        for (const finding of findings) {
            await pulumi.log.warn(`verify of ${name}: ${finding}`);
        }
    };
    const hook = new pulumi.ResourceHook(uniqueHookName(`${name}-verify`), inProgram(prove));
    return [
        ({ type, props, opts }) => {
            const hooks = events[type]?.map((event) => [event, [hook]] as const);
            return (
                hooks && {
                    props,
                    opts: { ...opts, hooks: { ...opts.hooks, ...Object.fromEntries(hooks) } },
                }
            );
        },
    ];
}
