import * as pulumi from "@pulumi/pulumi";

import { type AdoptedApp, adoptionProblems } from "../../rules/adopt";
import type { InputProblem } from "../../rules/problem";
import { valueOf } from "./hooks";
import { refusing } from "./inputs";
import { providerSettingsOf } from "./providerSettings";
import { takingOver } from "./takingOver";

const LEAST_ENGINE = "3.252.0";

/**
 * Takes over an app that is there already. What is no active API service app is refused: in a
 * preview by what the import has read, in an `up` before the import, after which the app would be
 * the stack's to delete.
 */
export class Adoption {
    private readApp: (() => Promise<InputProblem[]>) | undefined;

    constructor(
        private readonly label: string,
        private readonly app: AdoptedApp,
    ) {}

    /** Options of the component: in an `up`, it is made only if the app may be taken over. */
    componentOptions(opts?: pulumi.ComponentResourceOptions): pulumi.ComponentResourceOptions {
        const [member, id] = ["applicationId", this.app.applicationId];
        const app = { what: "app", member, id, output: "applicationId" };
        return takingOver(this.label, app, opts, async () => {
            if (await isTooOld()) {
                const reason = `it needs Pulumi ${LEAST_ENGINE} or later: earlier engines delete an imported role at its next update. Install a newer Pulumi CLI.`;
                return [{ propertyPath: "adopt", reason }];
            }
            return pulumi.runtime.isDryRun() ? [] : ((await this.readApp?.()) ?? []);
        });
    }

    /** Options of the app. */
    appOptions(opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
        const { applicationId } = this.app;
        const guarded = refusing(this.label, "adopted", opts, ({ oldOutputs }) => {
            if (oldOutputs === undefined) {
                const reason = `${applicationId} is an app of another type, which Pulumi would delete to make a new one; wanted an API service app (type "service"). It was not changed. Name another app.`;
                return [{ propertyPath: "adopt.applicationId", reason }];
            }
            const { type, status, tokenEndpointAuthMethod } = oldOutputs as Record<string, string>;
            const kind = { type, status, authMethod: tokenEndpointAuthMethod };
            return adoptionProblems(applicationId, kind);
        });
        return { ...guarded, import: applicationId };
    }

    /** Import id of the app's scope grants; undefined where it has none. */
    get grantsId(): string | undefined {
        return this.app.hasGrants === false ? undefined : this.app.applicationId;
    }

    /** Import id of the app's assignment of a role; undefined where it does not have the role. */
    roleId(role: string): string | undefined {
        const assignment = this.app.roleAssignments?.[role];
        return assignment && `${this.app.applicationId}/${assignment}`;
    }

    /** Says whose credentials read the app in an `up`, and at which host. */
    readWith(component: pulumi.ComponentResource, host: pulumi.Output<string>): void {
        const access = pulumi.output({ host, settings: providerSettingsOf(component) });
        this.readApp = async () => {
            const { host, settings } = await valueOf(access);
            const { fetchAdoptionProblems } =
                require("../../checks/oauth/adoptable") as typeof import("../../checks/oauth/adoptable");
            return fetchAdoptionProblems(this.app.applicationId, host, settings);
        };
    }
}

/** Whether the engine deletes what was imported by another id than its own. */
function isTooOld(): Promise<boolean> {
    return pulumi.runtime.requirePulumiVersion(`>=${LEAST_ENGINE}`).then(
        () => false,
        () => true,
    );
}
