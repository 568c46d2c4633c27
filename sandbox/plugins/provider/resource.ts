import type { Properties } from "./properties";
import type { Values } from "./value";

/** What every handler receives. */
export interface Context<Client> {
    readonly client: Client;
    /** Shows a warning beside the resource in the engine's output. */
    warn(message: string): void;
}

/** A problem with one input property. */
export interface Failure {
    readonly property: string;
    readonly reason: string;
}

/** Id and outputs of a resource. */
export interface Created {
    readonly id: string;
    readonly outputs: Values;
}

/** One resource type. Handlers do not run in a preview, which is computed from `properties`. */
export interface Resource<Client> {
    readonly properties: Properties;
    /** Returns problems other than missing and unknown properties. */
    validate?(inputs: Values): Failure[];
    create(context: Context<Client>, inputs: Values): Promise<Created>;
    /** Reads the live state; undefined when the resource is gone. `state` is empty on import. */
    read(context: Context<Client>, id: string, state: Values): Promise<Created | undefined>;
    update?(
        context: Context<Client>,
        id: string,
        state: Values,
        inputs: Values,
        changed: ReadonlySet<string>,
    ): Promise<Values>;
    delete(context: Context<Client>, id: string, state: Values): Promise<void>;
}

/** A data source. */
export type Query<Client> = (context: Context<Client>, inputs: Values) => Promise<Values>;

/** What one plugin serves. */
export interface Provider<Client> {
    readonly name: string;
    readonly version: string;
    readonly configuration: Properties;
    readonly resources: Readonly<Record<string, Resource<Client>>>;
    readonly queries: Readonly<Record<string, Query<Client>>>;
    configure(settings: Values, signal: AbortSignal): Promise<Client>;
}

/** Thrown when a resource was created incompletely: it stays in the state. */
export class PartlyCreated extends Error {
    constructor(
        readonly id: string,
        readonly outputs: Values,
        reason: string,
    ) {
        super(reason);
    }
}
