import { textOf } from "../../rules/json";
import {
    checkOktaDomain,
    checkProviderHost,
    namedHost,
    type OktaOrg,
} from "../../rules/oktaDomain";
import {
    lineageOf,
    nameOf,
    providerUrnOf,
    type StackLocation,
    type StackSnapshot,
    type StateResource,
} from "../state/stackSnapshot";
import { type FixCommand, renewProvider, stackFlags } from "./commands";
import type { ExpectedResource } from "./expected";

const PROVIDER = "pulumi:providers:okta";

/**
 * The place that a component gives one of its resources: URN, parent and provider, without an id.
 * What Okta has already comes into the state there, and nowhere else: under another name or parent
 * the next `up` would delete it and make it anew. Undefined where the state has no okta provider
 * for the component's org.
 */
export function placeIn(
    stack: StackSnapshot,
    component: StateResource,
    type: string,
    name: string,
): StateResource | undefined {
    const provider = providerFor(stack, component);
    // A URN is urn:pulumi:STACK::PROJECT::TYPES::NAME, and its types are those of all parents.
    const [head, project, types] = component.urn.split("::");
    return (
        provider && {
            urn: [head, project, `${types}$${type}`, name].join("::"),
            type,
            parent: component.urn,
            provider: `${provider.urn}::${provider.id ?? ""}`,
            inputs: {},
            outputs: {},
        }
    );
}

/**
 * Takes what Okta has into the state, in its place. Nothing changes in Okta. An import takes the
 * provider from the state, so its credentials are renewed there first.
 *
 * @param importId The id that the okta plugin imports the type by.
 */
export function takeOver(
    at: StackLocation,
    { urn, parent, provider }: ExpectedResource,
    type: string,
    importId: string,
): FixCommand[] {
    // What stands before the "=" is a name for generated code, and none is generated.
    const named = (flag: string, value: string | undefined): string[] =>
        value === undefined ? [] : [`--${flag}`, `${flag}=${value}`];
    return [
        ...(provider === undefined ? [] : [renewProvider(at, provider)]),
        [
            "import",
            type,
            nameOf(urn),
            importId,
            ...named("parent", parent),
            ...named("provider", provider),
            ...stackFlags(at),
            "--protect=false",
            "--generate-code=false",
            "--skip-preview",
            "--yes",
        ],
    ];
}

/** The provider of a component's resources: among those for its org, the one used nearest to it. */
function providerFor(stack: StackSnapshot, component: StateResource): StateResource | undefined {
    const { resources } = stack;
    const { oktaDomain, tenantId } = component.inputs;
    const org = checkOktaDomain(oktaDomain, tenantId);
    const fitting = resources.filter(({ type, inputs }) => {
        const host = namedHost(textOf(inputs, "orgName"), textOf(inputs, "baseUrl"));
        const fits = (wanted: OktaOrg, named: string) =>
            checkProviderHost(wanted, named) === undefined;
        return type === PROVIDER && org.ok && host !== undefined && fits(org.value, host);
    });
    const usedBelow = ({ urn: above }: StateResource): StateResource | undefined =>
        fitting.find((provider) =>
            resources.some(
                (one) =>
                    providerUrnOf(one) === provider.urn &&
                    lineageOf(stack, one.urn).some(({ urn }) => urn === above),
            ),
        );
    const used = lineageOf(stack, component.urn).map(usedBelow);
    return used.find((provider) => provider !== undefined) ?? fitting[0];
}
