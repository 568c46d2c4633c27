/** Where an engine was found, or how it was installed. */
export type EngineSource = "path" | "cache" | "official" | "go";

/** A Pulumi engine that is ready to run. */
export interface Engine {
    /** The absolute path of the pulumi binary. */
    readonly command: string;
    readonly version: string;
    readonly source: EngineSource;
}

/** What an installer receives. */
export interface InstallContext {
    readonly version: string;
    readonly env: NodeJS.ProcessEnv;
    readonly signal?: AbortSignal;
    readonly onProgress: (line: string) => void;
}

/** Installs an engine as `<root>/bin/pulumi`. */
export interface EngineInstaller {
    readonly source: EngineSource;
    readonly name: string;
    /** The command by which a user can do the same by hand. */
    command(context: InstallContext): string;
    /** Returns why the installer cannot work here; undefined when it can be tried. */
    unavailableReason(context: InstallContext): Promise<string | undefined>;
    install(root: string, context: InstallContext): Promise<void>;
}
