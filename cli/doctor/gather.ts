import type { HttpClient } from "../okta/http";
import { openRunner, type RunnerCredentials } from "../okta/runner";
import type { DoctorFacts, Seen, StackState } from "./facts";
import { lookAtApp } from "./serviceApp/look";

/** Looks at each thing of the stack in its org. It only reads. */
export async function gatherDoctor(
    { apps }: StackState,
    credentials: RunnerCredentials | undefined,
    address: URL,
    http: HttpClient,
): Promise<DoctorFacts> {
    const unseen = { apps: apps.map((state) => ({ state })) };
    if (credentials === undefined) {
        return { runner: "none", ...unseen };
    }
    const opened = await openRunner(credentials, address, http);
    if ("failure" in opened) {
        return { runner: credentials.kind, runnerFailure: opened.failure, ...unseen };
    }
    const { runner } = opened;
    return {
        runner: credentials.kind,
        apps: await lookAtEach(apps, (app) => lookAtApp(runner, app)),
    };
}

function lookAtEach<State, Org>(
    states: readonly State[],
    look: (state: State) => Promise<Org>,
): Promise<Seen<State, Org>[]> {
    return Promise.all(states.map(async (state) => ({ state, org: await look(state) })));
}
