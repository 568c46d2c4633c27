/** A Pulumi engine and plugins that work on the sandbox org. */
export {
    cacheRoot,
    type Engine,
    type EngineAttempt,
    EngineNotFoundError,
    type EngineOptions,
    type EngineSource,
    ensureEngine,
    MINIMUM_VERSION,
    PINNED_VERSION,
} from "./engine";
export { type PluginMode, type PluginOptions, type Plugins, preparePlugins } from "./plugins";
