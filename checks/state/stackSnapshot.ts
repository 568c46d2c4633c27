import { listOf, memberOf, textOf, textsOfList } from "../../rules/json";

/** Where a stack lies. */
export interface StackLocation {
    readonly stack: string;
    /** Absolute path of the folder with Pulumi.yaml, where that is not the working directory. */
    readonly dir?: string;
}

/** One resource of a stack's state, secrets in clear. */
export interface StateResource {
    readonly urn: string;
    readonly type: string;
    readonly id?: string;
    readonly parent?: string;
    readonly protect?: boolean;
    /** When it came into the state, as an ISO 8601 time. */
    readonly created?: string;
    /** URN and id of its provider. */
    readonly provider?: string;
    /** URNs of the resources that it depends on. */
    readonly dependencies?: readonly string[];
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly outputs: Readonly<Record<string, unknown>>;
}

/** An operation on one resource that the engine began and never ended. */
export interface PendingOperation {
    readonly type: string;
    readonly urn: string;
}

/** A lock that keeps others from a stack while an operation lasts. */
export interface StackLock {
    /** Id of the process that made it. */
    readonly pid: number;
    /** Its user and host, as in "ann@laptop". */
    readonly holder: string;
    /** When it was made, as an ISO 8601 time. */
    readonly since: string;
    /** Whether that process is known not to run any more. */
    readonly isGone: boolean;
}

/** One `up` or destroy of a stack. */
export interface LastOperation {
    readonly kind: string;
    readonly result: string;
    /** Whether it worked on some resources only. */
    readonly isPartial: boolean;
}

/** What a stack holds and how it reaches its org. */
export interface StackSnapshot {
    readonly location: StackLocation;
    /** Name of the Pulumi project, which is the namespace of the program's own configuration. */
    readonly project: string;
    readonly outputs: Readonly<Record<string, unknown>>;
    readonly resources: readonly StateResource[];
    /** What an `up` that ended early has still to delete. It may have the URN of one of the resources. */
    readonly pendingDeletes?: readonly StateResource[];
    /** What was under way when Pulumi was cut off. */
    readonly pendingOperations?: readonly PendingOperation[];
    /** Who holds the stack's lock. */
    readonly locks?: readonly StackLock[];
    /** The last `up` or destroy, as far as the stack's history is known. */
    readonly lastOperation?: LastOperation;
    /** Ids of all that the stack has made, and of what an `up` that failed has still to delete. */
    readonly ownIds: readonly string[];
    /** Configuration by full key, such as "okta:httpProxy"; secrets in clear. */
    readonly config: Readonly<Record<string, string>>;
    /** Which keys of the configuration are encrypted. */
    readonly encryptedKeys: readonly string[];
    /** Everything in it that is secret, to be masked wherever text is printed. */
    readonly secrets: readonly string[];
}

/** A resource's own name: what stands in its URN after stack, project and types. It may hold "::". */
export function nameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}

/** URN of a resource's provider; the state refers to it by URN and id. */
export function providerUrnOf({ provider }: Pick<StateResource, "provider">): string | undefined {
    return provider?.replace(/::[^:]*$/, "");
}

/** A resource and the components above it, from itself to the root of the stack. */
export function lineageOf({ resources }: StackSnapshot, urn: string): StateResource[] {
    const lineage: StateResource[] = [];
    let at = resources.find((one) => one.urn === urn);
    // A state that was edited by hand may lead in a circle.
    while (at !== undefined && !lineage.includes(at)) {
        lineage.push(at);
        const { parent } = at;
        at = resources.find((one) => one.urn === parent);
    }
    return lineage;
}

/** What in the state depends on a resource or hangs below it. */
export function dependentsOf(
    { resources }: Pick<StackSnapshot, "resources">,
    urn: string,
): StateResource[] {
    return resources.filter(
        ({ parent, dependencies = [] }) => parent === urn || dependencies.includes(urn),
    );
}

/** The value of a key of the program's own configuration; never that of another namespace. */
export function programConfig({ config, project }: StackSnapshot, key: string): string | undefined {
    return config[`${project}:${key}`];
}

/** True when the value of a key of the program's own configuration is encrypted. */
export function isProgramSecret({ encryptedKeys, project }: StackSnapshot, key: string): boolean {
    return encryptedKeys.includes(`${project}:${key}`);
}

/**
 * Reads the resources of an exported state, secrets unwrapped. What a replacement has left to be
 * deleted, or has deleted and not made again, is none of them: it has the URN of one that is.
 */
export function readResources(deployment: unknown): Pick<StackSnapshot, "resources" | "ownIds"> {
    const all = entriesOf(deployment);
    const isLive = (one: Readonly<Record<string, unknown>>): boolean =>
        one["delete"] !== true && one["pendingReplacement"] !== true;
    return {
        resources: all.filter(isLive).map(readResource),
        ownIds: all.flatMap(({ id }) => (typeof id === "string" ? [id] : [])),
    };
}

/** Reads what an operation that ended early has left undone in an exported state, secrets unwrapped. */
export function readPending(
    deployment: unknown,
): Pick<StackSnapshot, "pendingDeletes" | "pendingOperations"> {
    const deletes = entriesOf(deployment).filter((one) => one["delete"] === true);
    return {
        pendingDeletes: deletes.map(readResource),
        pendingOperations: listOf(asRecord(deployment)["pending_operations"]).map((one) => ({
            type: textOf(one, "type") ?? "",
            urn: textOf(memberOf(one, "resource"), "urn") ?? "",
        })),
    };
}

function entriesOf(deployment: unknown): Readonly<Record<string, unknown>>[] {
    return listOf(asRecord(deployment)["resources"]).map(asRecord);
}

function readResource(resource: Readonly<Record<string, unknown>>): StateResource {
    const text = (name: string): Record<string, string> =>
        typeof resource[name] === "string" ? { [name]: resource[name] } : {};
    return {
        urn: textOf(resource, "urn") ?? "",
        type: textOf(resource, "type") ?? "",
        ...text("id"),
        ...text("parent"),
        ...text("provider"),
        ...text("created"),
        protect: resource["protect"] === true,
        dependencies: dependenciesOf(resource),
        inputs: asRecord(resource["inputs"]),
        outputs: asRecord(resource["outputs"]),
    };
}

function dependenciesOf(resource: Readonly<Record<string, unknown>>): string[] {
    const listed = Object.values(asRecord(resource["propertyDependencies"])).flat();
    const all: unknown[] = [resource["dependencies"], ...listed, resource["deletedWith"]].flat();
    return [...new Set(textsOfList(all))];
}

function asRecord(value: unknown): Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
