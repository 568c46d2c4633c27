/** A local Okta org to test against. `okta-sandbox/pulumi` has the engine and the plugins. */
export type { AppView, GrantView } from "./org/appViews";
export type { InjectedFault, InjectedFaults } from "./org/injectedFaults";
export type { CallRecord, Edition } from "./org/org";
export type { RateLimitPreset } from "./org/rateLimits";
export {
    DEFAULT_SEED,
    parseSeed,
    type Seed,
    type SeedApp,
    type SeedGroup,
    type SeedUser,
} from "./org/seedForm";
export { createSandbox, DEFAULT_API_TOKEN, type Sandbox, type SandboxOptions } from "./org/server";
