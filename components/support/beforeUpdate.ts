import * as pulumi from "@pulumi/pulumi";

import { memberOf } from "../../rules/json";
import { hasEngine, inProgram, uniqueHookName, valueOf } from "./hooks";
import { callOktaApi, type OktaApiAccess, type OktaApiCall, oktaApiTools } from "./oktaApi";
import { providerSettingsOf } from "./providerSettings";

/** The update of a component that has an app, and a way to call the app's org. */
export interface AppUpdate {
    /** The inputs of the component before it and after. */
    readonly before: unknown;
    readonly after: unknown;
    /** Id of the app, which is its OAuth client id too. */
    readonly applicationId: string;
    readonly component: pulumi.ComponentResource;
    /** Calls Okta's API with the provider credentials of the component. */
    readonly call: <T>(call: OktaApiCall) => Promise<T>;
}

/**
 * Has something done in the org before an update of a component changes anything else: the engine
 * deletes last what a program has dropped.
 */
export class BeforeUpdate {
    private access: (() => Promise<OktaApiAccess>) | undefined;
    private component: pulumi.ComponentResource | undefined;

    /** The topic is part of the hook's name. */
    constructor(
        private readonly label: string,
        private readonly topic: string,
        private readonly step: (update: AppUpdate) => Promise<void>,
    ) {}

    /** Options of the component, which has its app's id as output `applicationId`. */
    options(opts: pulumi.ComponentResourceOptions): pulumi.ComponentResourceOptions {
        if (!hasEngine()) {
            return opts;
        }
        const run: pulumi.ResourceHookFunction = async ({ oldInputs, newInputs, oldOutputs }) => {
            const { access, component } = this;
            // A secret comes as an Output.
            const id = await valueOf(pulumi.output(memberOf(oldOutputs, "applicationId")));
            if (typeof id !== "string" || access === undefined || component === undefined) {
                return;
            }
            await this.step({
                before: oldInputs,
                after: newInputs,
                applicationId: id,
                component,
                call: async (one) => callOktaApi(await access(), one, oktaApiTools),
            });
        };
        const name = uniqueHookName(`${this.label} ${this.topic}`);
        const hooks = { beforeUpdate: [new pulumi.ResourceHook(name, inProgram(run))] };
        return pulumi.mergeOptions(opts, { hooks });
    }

    /** Says whose credentials are used, and at which host. */
    readWith(component: pulumi.ComponentResource, host: pulumi.Output<string>): void {
        this.component = component;
        const access = pulumi.output({ host, settings: providerSettingsOf(component) });
        this.access = () => valueOf(access);
    }
}
