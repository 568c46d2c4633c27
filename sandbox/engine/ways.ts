import type { EngineSource } from "./index";

/** What a way of getting an engine is given to work with. */
export interface WayContext {
    readonly version: string;
    readonly env: NodeJS.ProcessEnv;
    readonly signal?: AbortSignal;
    readonly onProgress: (line: string) => void;
}

/** One way of putting an engine into a folder, as `<root>/bin/pulumi`. */
export interface Way {
    readonly source: EngineSource;
    readonly name: string;
    /** The command by which a user can do the same by hand. */
    command(context: WayContext): string;
    /** Says why this way is closed here, or undefined when it can be tried. */
    closed(context: WayContext): Promise<string | undefined>;
    install(root: string, context: WayContext): Promise<void>;
}
