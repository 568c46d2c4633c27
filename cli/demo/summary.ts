import type { StepResult } from "./progress";
import type { DemoState } from "./steps";

/** The demo's outcome for machines; without any secret. */
export function summarize(steps: readonly StepResult[], state: DemoState) {
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
