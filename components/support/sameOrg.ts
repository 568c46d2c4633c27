import * as pulumi from "@pulumi/pulumi";

import { checkOktaDomain, checkSameOrg, namedHost, type OktaOrg } from "../../rules/oktaDomain";
import { hasEngine, inProgram, uniqueHookName, valueOf } from "./hooks";

/**
 * Options of a component with a hook that refuses another org than the one its resources are in,
 * in a preview as well. The engine knows the org before by the inputs in the stack's state.
 */
export function keepOrg(
    label: string,
    opts?: pulumi.ComponentResourceOptions,
): pulumi.ComponentResourceOptions {
    return withUpdateCheck(label, opts, async ({ oldInputs, newInputs }) => {
        const [before, wanted] = await Promise.all([orgIn(oldInputs), orgIn(newInputs)]);
        return before && wanted && checkSameOrg(before, wanted);
    });
}

const PROVIDER = "pulumi:providers:okta";
/** The org of each provider that oktaProviderArgs gave its arguments to, by its input orgName. */
const orgs = new WeakMap<object, pulumi.Output<OktaOrg>>();
const watched = new WeakSet<object>();

/**
 * Has the okta provider with this orgName refuse another org than before. A provider is updated
 * before the components that use it are: a stack whose `up` they refuse would keep a provider of
 * the wrong org.
 */
export function keepProviderOrg(orgName: object, org: pulumi.Output<OktaOrg>): void {
    orgs.set(orgName, org);
    const stack = pulumi.runtime.getStackResource();
    if (stack === undefined || watched.has(stack)) {
        return;
    }
    watched.add(stack);
    pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => {
        const wanted = type === PROVIDER ? orgs.get(Object(props["orgName"]) as object) : undefined;
        if (wanted === undefined) {
            return undefined;
        }
        const label = `The okta provider "${name}"`;
        const kept = withUpdateCheck(label, opts, async ({ oldInputs, newInputs }) => {
            // A custom domain does not tell whose it is: there only the components know.
            const before = checkOktaDomain(hostIn(oldInputs));
            const isKnown = hostIn(newInputs) !== undefined;
            return before.ok && isKnown
                ? checkSameOrg(before.value, await valueOf(wanted))
                : undefined;
        });
        return { props, opts: kept };
    });
}

function withUpdateCheck<Options extends pulumi.ResourceOptions>(
    label: string,
    opts: Options | undefined,
    check: (args: pulumi.ResourceHookArgs) => Promise<ReturnType<typeof checkSameOrg>>,
): Options {
    if (!hasEngine()) {
        return { ...opts } as Options;
    }
    const refuse: pulumi.ResourceHookFunction = async (args) => {
        const problem = await check(args);
        if (problem !== undefined) {
            throw new pulumi.RunError(`${label}: ${problem.propertyPath}: ${problem.reason}`);
        }
    };
    const name = uniqueHookName(`${label} stays in its org`);
    const hook = new pulumi.ResourceHook(name, inProgram(refuse), { onDryRun: true });
    return pulumi.mergeOptions(opts, { hooks: { beforeUpdate: [hook] } }) as Options;
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
