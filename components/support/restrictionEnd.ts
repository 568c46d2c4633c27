import * as pulumi from "@pulumi/pulumi";

import { memberOf } from "../../rules/json";
import { hasEngine, inProgram, uniqueHookName, valueOf } from "./hooks";
import { callOktaApi, oktaApiTools } from "./oktaApi";
import { providerSettingsOf } from "./providerSettings";

const SCOPE = "okta.apps.manage";
const ANYWHERE = { connection: "ANYWHERE" };

/**
 * Lifts the network restriction of an app before anything else changes, where a program no longer
 * asks for one. The plugin leaves out of its update what has no value, and what Okta makes of that
 * is not documented: the app might go on naming a zone that is about to be deleted. A restriction
 * that the program never had is not its to lift.
 */
export class RestrictionEnd {
    private access: (() => Promise<Parameters<typeof callOktaApi>[0]>) | undefined;

    constructor(private readonly label: string) {}

    /** Options of the component. */
    options(opts: pulumi.ComponentResourceOptions): pulumi.ComponentResourceOptions {
        if (!hasEngine()) {
            return opts;
        }
        const end: pulumi.ResourceHookFunction = async ({ oldInputs, newInputs, oldOutputs }) => {
            // A secret comes as an Output.
            const id = await valueOf(pulumi.output(memberOf(oldOutputs, "applicationId")));
            if (isRestricted(oldInputs) && !isRestricted(newInputs) && typeof id === "string") {
                await this.lift(`/api/v1/apps/${encodeURIComponent(id)}`);
            }
        };
        const name = uniqueHookName(`${this.label} network`);
        const hooks = { beforeUpdate: [new pulumi.ResourceHook(name, inProgram(end))] };
        return pulumi.mergeOptions(opts, { hooks });
    }

    /** Says whose credentials lift it, and at which host. */
    readWith(component: pulumi.ComponentResource, host: pulumi.Output<string>): void {
        const access = pulumi.output({ host, settings: providerSettingsOf(component) });
        this.access = () => valueOf(access);
    }

    private async lift(path: string): Promise<void> {
        const access = await this.access?.();
        if (access === undefined) {
            return;
        }
        const call = (method: string, body?: object) =>
            callOktaApi<unknown>(access, { method, path, scope: SCOPE, body }, oktaApiTools);
        const app = await call("GET");
        const settings = memberOf(app, "settings");
        const oauthClient = memberOf(settings, "oauthClient");
        if (memberOf(memberOf(oauthClient, "network"), "connection") === "ZONE") {
            const lifted = { ...asObject(oauthClient), network: ANYWHERE };
            await call("PUT", {
                ...asObject(app),
                settings: { ...asObject(settings), oauthClient: lifted },
            });
        }
    }
}

function isRestricted(inputs: unknown): boolean {
    return ["gateways", "zoneIds"].some((name) => memberOf(inputs, name) !== undefined);
}

function asObject(value: unknown): object {
    return typeof value === "object" && value !== null ? value : {};
}
