import type { Engine, Plugins } from "okta-sandbox/pulumi";

import type { StackResource } from "./operations";
import type { StepResult } from "./progress";
import type { DemoState } from "./steps";

/** The demo's outcome for machines; without any secret. */
export interface DemoSummary {
    readonly ok: boolean;
    readonly engine?: Pick<Engine, "version" | "source" | "command">;
    readonly plugins?: Pick<Plugins, "official" | "description">;
    readonly org?: { readonly domain: string; readonly url: string };
    readonly steps: readonly StepResult[];
    readonly resources: readonly Pick<StackResource, "type" | "name" | "urn">[];
    readonly error?: string;
}

/** Sums up a run of the demo, whether or not it went to its end. */
export function summarize(steps: readonly StepResult[], state: DemoState): DemoSummary {
    const failed = steps.find((step) => !step.ok);
    return {
        ok: failed === undefined && state.resources !== undefined,
        engine: state.engine && {
            version: state.engine.version,
            source: state.engine.source,
            command: state.engine.command,
        },
        plugins: state.plugins && {
            official: state.plugins.official,
            description: state.plugins.description,
        },
        org: state.org && { domain: state.org.domain, url: state.org.url },
        steps,
        resources: (state.resources ?? []).map(({ type, name, urn }) => ({ type, name, urn })),
        ...(failed && { error: failed.error }),
    };
}
