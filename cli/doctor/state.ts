import type { StackFacts } from "../stack/readStack";
import { apiKeysInState } from "./apiKey/state";
import type { StackState } from "./facts";
import { integrationsInState } from "./marketplace/state";
import { appsInState } from "./serviceApp/state";

/** Picks out of a stack's state what `doctor` looks at. */
export function stateOf(stack: StackFacts): StackState {
    return {
        apps: appsInState(stack),
        integrations: integrationsInState(stack),
        apiKeys: apiKeysInState(stack),
    };
}
