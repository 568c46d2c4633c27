import type { HttpClient } from "../okta/http";
import { openRunner, type Runner, type RunnerCredentials } from "../okta/runner";
import { lookAtApiKey } from "./apiKey/look";
import type { DoctorFacts, Seen, StackState } from "./facts";
import { lookAtIntegration } from "./marketplace/look";
import { lookAtApp } from "./serviceApp/look";

/** Looks at each thing of the stack in its org. It only reads. */
export async function gatherDoctor(
    stack: StackState,
    credentials: RunnerCredentials | undefined,
    address: URL,
    http: HttpClient,
): Promise<DoctorFacts> {
    if (credentials === undefined) {
        return { runner: "none", ...(await lookAtAll(stack)) };
    }
    const { kind } = credentials;
    const opened = await openRunner(credentials, address, http);
    return "failure" in opened
        ? { runner: kind, runnerFailure: opened.failure, ...(await lookAtAll(stack)) }
        : { runner: kind, ...(await lookAtAll(stack, opened.runner)) };
}

async function lookAtAll(
    stack: StackState,
    runner?: Runner,
): Promise<Pick<DoctorFacts, keyof StackState>> {
    const [apps, integrations, apiKeys] = await Promise.all([
        lookAtEach(stack.apps, lookAtApp, runner),
        lookAtEach(stack.integrations, lookAtIntegration, runner),
        lookAtEach(stack.apiKeys, lookAtApiKey, runner),
    ]);
    return { apps, integrations, apiKeys };
}

function lookAtEach<State, Org>(
    states: readonly State[],
    look: (runner: Runner, state: State) => Promise<Org>,
    runner: Runner | undefined,
): Promise<Seen<State, Org>[]> {
    const seen = async (state: State): Promise<Seen<State, Org>> =>
        runner === undefined ? { state } : { state, org: await look(runner, state) };
    return Promise.all(states.map(seen));
}
