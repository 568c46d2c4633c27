import { UserError } from "../../rules/userError";
import { hasEncryptedSecrets, unwrapSecrets } from "./secretValues";
import { readPending, readResources, type StackLock, type StackSnapshot } from "./stackSnapshot";

/** A stack, as Pulumi's Automation API gives it. */
export interface StackState {
    /**
     * What `stack.exportStack()` returns, or `pulumi stack export --show-secrets` prints: the state
     * with its secrets in clear.
     */
    readonly state: { readonly deployment?: unknown };
    /**
     * What `stack.getAllConfig()` returns: values by full key, such as "okta:apiToken". Defaults to
     * none.
     */
    readonly config?: Readonly<
        Record<string, { readonly value: string; readonly secret?: boolean | undefined }>
    >;
    /**
     * What `stack.history()` returns, the newest operation first: it tells whether the last one was
     * a destroy that ended early. Defaults to none.
     */
    readonly history?:
        | readonly {
              readonly kind: string;
              readonly result: string;
              readonly environment?: Readonly<Record<string, string>> | undefined;
          }[]
        | undefined;
    /** Who holds the stack's lock, as far as that is known. Defaults to nobody. */
    readonly locks?: readonly StackLock[] | undefined;
    /** Name of the stack, for the commands that a report prints. Defaults to the state's. */
    readonly name?: string | undefined;
    /** Absolute path of the folder with Pulumi.yaml, for these commands. Defaults to the current one. */
    readonly dir?: string | undefined;
    /**
     * Name of the Pulumi project, which is the namespace of the program's own configuration.
     * Defaults to the state's; a stack without resources does not tell it.
     */
    readonly project?: string | undefined;
}

/**
 * Reads a stack.
 *
 * @throws UserError where its secrets are encrypted.
 */
export function readStackState({
    state,
    config = {},
    history = [],
    locks = [],
    name,
    dir,
    project,
}: StackState): StackSnapshot {
    if (hasEncryptedSecrets(state.deployment)) {
        throw new UserError(
            "state: its secrets are encrypted; wanted them in clear, as `stack.exportStack()` or `pulumi stack export --show-secrets` gives them.",
        );
    }
    const secrets: string[] = [];
    const deployment = unwrapSecrets(state.deployment, secrets);
    const { resources, ownIds } = readResources(deployment);
    // A URN begins with urn:pulumi:STACK::PROJECT::.
    const [, ofStack, ofProject] = /^urn:pulumi:(.*?)::(.*?)::/.exec(resources[0]?.urn ?? "") ?? [];
    const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
    const encrypted = Object.entries(config).filter(([, { secret }]) => secret === true);
    return {
        location: { stack: name ?? ofStack ?? "", ...(dir !== undefined && { dir }) },
        project: project ?? ofProject ?? "",
        outputs: root?.outputs ?? {},
        resources,
        ownIds,
        ...readPending(deployment),
        ...lastOperationOf(history),
        locks,
        config: Object.fromEntries(Object.entries(config).map(([key, { value }]) => [key, value])),
        encryptedKeys: encrypted.map(([key]) => key),
        secrets: [...secrets, ...encrypted.map(([, { value }]) => value)],
    };
}

// A refresh, an import or an `up` of a part, as doctor's lines are, does not change what was meant.
function lastOperationOf(
    history: NonNullable<StackState["history"]>,
): Pick<StackSnapshot, "lastOperation"> {
    const operations = history.map(({ kind, result, environment = {} }) => {
        const flags = Object.keys(environment);
        const isPartial = flags.some((name) => /^pulumi\.flag\.(target|exclude)/.test(name));
        return { kind, result, isPartial };
    });
    const last = operations.find(
        ({ kind, isPartial }) => kind === "destroy" || (kind === "update" && !isPartial),
    );
    return last === undefined ? {} : { lastOperation: last };
}
