import * as pulumi from "@pulumi/pulumi";

import { checkOktaDomain, checkSameOrg, namedHost, type OktaOrg } from "../../rules/oktaDomain";
import type { Checked } from "../../rules/problem";
import { valueOf } from "./hooks";
import { refusing } from "./inputs";

/**
 * Options of a component with a hook that refuses another org than the one its resources are in,
 * in a preview as well. The engine knows the org before by the inputs in the stack's state.
 */
export function keepOrg(
    label: string,
    opts?: pulumi.ComponentResourceOptions,
): pulumi.ComponentResourceOptions {
    return refusing(label, "stays", opts, async ({ oldInputs, newInputs }) => {
        const [before, wanted] = await Promise.all([orgIn(oldInputs), orgIn(newInputs)]);
        return before && wanted ? checkSameOrg(before, wanted) : [];
    });
}

/** Args with the Okta domain in the one form it has, so that another way to write it is no change. */
export function inOneForm<
    Args extends { oktaDomain: pulumi.Input<string>; tenantId?: pulumi.Input<string> },
>(args: Args): Args {
    const { oktaDomain, tenantId } = args;
    const domain = pulumi.output([oktaDomain, tenantId] as const).apply(([given, id]) => {
        const org = checkOktaDomain(given, id);
        return org.ok ? org.value.domain : given;
    });
    return { ...args, oktaDomain: domain };
}

const PROVIDER = "pulumi:providers:okta";
/** The org of each provider that oktaProviderArgs gave its arguments to, by its input orgName. */
const orgs = new WeakMap<object, pulumi.Output<Checked<OktaOrg>>>();
const watched = new WeakSet<object>();

/**
 * Has the okta provider with this orgName refuse a wrong domain, and another org than before. A
 * provider is updated before the components that use it are: a stack whose `up` they refuse would
 * keep a provider of the wrong org.
 */
export function keepProviderOrg(orgName: object, org: pulumi.Output<Checked<OktaOrg>>): void {
    orgs.set(orgName, org);
    const stack = pulumi.runtime.getStackResource();
    if (stack === undefined || watched.has(stack)) {
        return;
    }
    watched.add(stack);
    pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => {
        const checked =
            type === PROVIDER ? orgs.get(Object(props["orgName"]) as object) : undefined;
        if (checked === undefined) {
            return undefined;
        }
        const label = `The okta provider "${name}"`;
        const kept = refusing(label, "stays", opts, async ({ oldInputs, newInputs }) => {
            if (hostIn(newInputs) === undefined) {
                return [];
            }
            const wanted = await valueOf(checked);
            if (!wanted.ok) {
                return wanted.problems;
            }
            // A custom domain does not tell whose it is: there only the components know.
            const before = checkOktaDomain(hostIn(oldInputs));
            return before.ok ? checkSameOrg(before.value, wanted.value) : [];
        });
        return { props, opts: kept };
    });
}

type Inputs = pulumi.ResourceHookArgs["newInputs"];

/** The org that inputs name; undefined where they name none, or it is not known yet. */
async function orgIn(inputs: Inputs): Promise<OktaOrg | undefined> {
    const [domain, tenantId] = await Promise.all([
        known(inputs?.["oktaDomain"]),
        known(inputs?.["tenantId"]),
    ]);
    const org = checkOktaDomain(domain, tenantId);
    return org.ok ? org.value : undefined;
}

function hostIn(inputs: Inputs): string | undefined {
    const text = (name: string): string | undefined => {
        const value: unknown = inputs?.[name];
        return typeof value === "string" ? value : undefined;
    };
    return namedHost(text("orgName"), text("baseUrl"));
}

/** A secret comes as an Output, which may never be known in a preview. */
function known(value: unknown): unknown {
    if (!pulumi.Output.isInstance(value)) {
        return value;
    }
    return pulumi.runtime.isDryRun() ? undefined : valueOf(value);
}
