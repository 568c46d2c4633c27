import { INTEGRATION_TYPES, type Method } from "../../rules/methods";
import { OptionError } from "../../rules/userError";
import { lineageOf, nameOf, type StackSnapshot, type StateResource } from "./stackSnapshot";

/** A component of ours that gives Rezonate access to one org, as the state has it. */
export interface Integration {
    readonly method: Method;
    /**
     * Its own name; with the method, or else the names of the components above it, where another
     * integration of the stack has the same name.
     */
    readonly name: string;
    readonly urn: string;
    readonly outputs: Readonly<Record<string, unknown>>;
    /** URN of one of its resources in Okta, whose provider works on the org. */
    readonly oktaResource?: string;
}

const methodOfType = new Map(
    Object.entries(INTEGRATION_TYPES).map(([method, type]) => [String(type), method as Method]),
);

/**
 * Finds the integrations of a stack, or the one that is named by name or URN.
 *
 * @throws UserError that lists them where the name fits none or several.
 */
export function integrationsOf(stack: StackSnapshot, wanted?: string): Integration[] {
    const { resources } = stack;
    const all = resources.flatMap(({ urn, type, outputs }) => {
        const method = methodOfType.get(type);
        return method === undefined ? [] : [{ method, urn, outputs }];
    });
    const named = all.map((one) => ({
        ...one,
        name: uniqueName(stack, one, all),
        oktaResource: resources.find(
            ({ type, urn }) =>
                type.startsWith("okta:") &&
                lineageOf(stack, urn).some((above) => above.urn === one.urn),
        )?.urn,
    }));
    if (wanted === undefined) {
        return named;
    }
    const found = named.filter(
        ({ urn, name }) => urn === wanted || name === wanted || nameOf(urn) === wanted,
    );
    if (found.length !== 1) {
        const known = named.map(({ name, urn }) => `${name}: ${urn}`);
        const there = known.length === 0 ? ["none"] : known;
        throw new OptionError(
            "integration",
            [
                `got "${wanted}", which ${found.length} integrations of stack ${stack.location.stack} have as name or URN; wanted one of:`,
                ...there,
            ].join("\n  "),
        );
    }
    return found;
}

/** Which of some integrations a resource of a stack belongs to: of two, the one below the other. */
export function ownerOf(
    stack: StackSnapshot,
    urn: string,
    integrations: readonly Integration[],
): Integration | undefined {
    const owners = lineageOf(stack, urn).map((above) =>
        integrations.find((one) => one.urn === above.urn),
    );
    return owners.find((one) => one !== undefined);
}

/** What an integration has made, without what belongs to an integration below it. */
export function resourcesOf(stack: StackSnapshot, { urn }: Integration): StateResource[] {
    return stack.resources.filter(
        (resource) =>
            lineageOf(stack, resource.urn).find(({ type }) => methodOfType.has(type))?.urn === urn,
    );
}

type Unnamed = Pick<Integration, "method" | "urn">;

function uniqueName(stack: StackSnapshot, one: Unnamed, all: readonly Unnamed[]): string {
    const path = ({ urn }: Unnamed): string =>
        lineageOf(stack, urn)
            .filter(({ type }) => type !== "pulumi:pulumi:Stack")
            .map((above) => nameOf(above.urn))
            .reverse()
            .join("/");
    const candidates: ((each: Unnamed) => string)[] = [
        ({ urn }) => nameOf(urn),
        ({ urn, method }) => `${nameOf(urn)} (${method})`,
        path,
    ];
    const nameBy = candidates.find(
        (candidate) => all.filter((each) => candidate(each) === candidate(one)).length === 1,
    );
    return nameBy?.(one) ?? one.urn;
}
