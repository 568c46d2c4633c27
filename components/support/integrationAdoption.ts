import * as pulumi from "@pulumi/pulumi";

import type { AdoptedIntegration, IntegrationKind } from "../../rules/adoptIntegration";
import type { InputProblem } from "../../rules/problem";
import { refusing } from "./inputs";
import { knownSettingsOf, knownValue, type ProviderOrg } from "./providerSettings";
import { takingOver } from "./takingOver";

/** What of a component decides whether an integration fits, as outputs. */
type Wanted = { readonly [K in keyof IntegrationKind]: pulumi.Output<IntegrationKind[K]> };

/**
 * Takes over a Marketplace integration that is there already. One of another type or with other
 * scopes is refused, in a preview as well: Pulumi would replace it, and with it what Rezonate uses.
 */
export class IntegrationAdoption {
    private read: ((isNew: boolean) => Promise<InputProblem[]>) | undefined;

    constructor(
        private readonly label: string,
        private readonly adopted: AdoptedIntegration,
    ) {}

    /** Options of the component: it is made only if the integration may be taken over. */
    componentOptions(opts?: pulumi.ComponentResourceOptions): pulumi.ComponentResourceOptions {
        const [member, id] = ["integrationId", this.adopted.integrationId];
        const taken = { what: "integration", member, id, output: "clientId" };
        return takingOver(
            this.label,
            taken,
            opts,
            async (isNew) => (await this.read?.(isNew)) ?? [],
        );
    }

    /** Options of the integration, which is imported once there is a secret that the stack has. */
    integrationOptions(
        opts: pulumi.CustomResourceOptions,
        secret: pulumi.Resource,
    ): pulumi.CustomResourceOptions {
        const { integrationId } = this.adopted;
        const guarded = refusing(this.label, "adopted", opts, ({ oldOutputs }) => {
            const reason = `${integrationId} has another type or other scopes than the program wants, and Okta changes neither, so that Pulumi would delete it and make another. It was not changed. Set integrationType and scopes to what it has, as \`npx rezonate-okta adopt\` does.`;
            return oldOutputs === undefined
                ? [{ propertyPath: "adopt.integrationId", reason }]
                : [];
        });
        return { ...guarded, import: integrationId, dependsOn: secret };
    }

    /** Says what is wanted, and whose credentials read the integration at which host. */
    readWith(
        component: pulumi.ComponentResource,
        { host }: ProviderOrg,
        { type, scopes }: Wanted,
    ): void {
        this.read = async (isNew) => {
            const [at, wantedType, wantedScopes, access] = await Promise.all([
                knownValue(host),
                knownValue(type),
                knownValue(scopes),
                knownSettingsOf(component),
            ]);
            // Only a preview may not know them, and the up after it does.
            if (!at || !wantedType || !wantedScopes || !access) {
                return [];
            }
            const { fetchIntegrationProblems } =
                require("../../checks/marketplace/adoptable") as typeof import("../../checks/marketplace/adoptable");
            const wanted = { type: wantedType, scopes: wantedScopes };
            const { integrationId } = this.adopted;
            return fetchIntegrationProblems(
                integrationId,
                wanted,
                { host: at, settings: access },
                isNew,
            );
        };
    }
}
