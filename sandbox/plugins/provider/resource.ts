import type { Properties } from "./properties";
import type { Values } from "./value";

/** What a handler may use besides its arguments. */
export interface Context<Client> {
    readonly client: Client;
    /** Shows a warning beside the resource in the engine's output. */
    warn(message: string): void;
}

export interface Failure {
    readonly property: string;
    readonly reason: string;
}

export interface Created {
    readonly id: string;
    readonly outputs: Values;
}

/** One resource type. Handlers run only for real operations; previews are planned from `properties`. */
export interface Resource<Client> {
    readonly properties: Properties;
    /** Faults beyond missing and unknown properties. */
    validate?(inputs: Values): Failure[];
    create(context: Context<Client>, inputs: Values): Promise<Created>;
    /** Reads the live state. `state` is empty on import. Undefined: the resource is gone. */
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

/** Everything one plugin offers. */
export interface Provider<Client> {
    readonly name: string;
    readonly version: string;
    readonly configuration: Properties;
    readonly resources: Readonly<Record<string, Resource<Client>>>;
    readonly queries: Readonly<Record<string, Query<Client>>>;
    configure(settings: Values, signal: AbortSignal): Promise<Client>;
}

/** The resource exists, but not all of its creation succeeded: it must stay in the state. */
export class PartlyCreated extends Error {
    constructor(
        readonly id: string,
        readonly outputs: Values,
        reason: string,
    ) {
        super(reason);
    }
}
