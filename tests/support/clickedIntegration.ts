import { setTimeout as sleep } from "node:timers/promises";

import type { Sandbox } from "../../sandbox/org/server";
import { admin } from "../sandbox/support";

/** A Marketplace integration as a person installs it, with the secret that Rezonate was given. */
export interface ClickedIntegration {
    readonly id: string;
    readonly secretId: string;
    readonly clientSecret: string;
}

/** Installs one by a plain API call. */
export async function clickedIntegration(
    org: Sandbox,
    { type = "rezonatesecurity", scopes = ["okta.users.read"] } = {},
): Promise<ClickedIntegration> {
    const path = "/integrations/api/v1/api-services";
    const body = { type: "rezonatesecurity", grantedScopes: scopes };
    const made = await admin(org, "POST", path, body);
    if (made.status !== 201) {
        throw new Error(made.text);
    }
    const id = String(made.body["id"]);
    const service = org.store.apiServices.get(id);
    const [secret] = service?.secrets ?? [];
    if (service === undefined || secret === undefined) {
        throw new Error(`the org has no integration ${id} with a secret`);
    }
    // The catalogue of the sandbox has one name of Rezonate's entry; which is right is unconfirmed.
    org.store.apiServices.set({ ...service, type, name: type });
    return { id, secretId: secret.id, clientSecret: String(made.body["clientSecret"]) };
}

/** How the org answers to a client secret: 200, or why not. */
export async function answerTo(
    org: Sandbox,
    { id, clientSecret }: Pick<ClickedIntegration, "id" | "clientSecret">,
): Promise<number> {
    const basic = Buffer.from(`${id}:${clientSecret}`).toString("base64");
    const { status } = await fetch(`${org.url}/oauth2/v1/token`, {
        method: "POST",
        headers: { authorization: `Basic ${basic}` },
        body: new URLSearchParams({ grant_type: "client_credentials", scope: "okta.users.read" }),
    });
    return status;
}

/** Signs in with a client secret every 50 ms; the function that it gives ends that, and tells the answers. */
export function keepSigningIn(
    org: Sandbox,
    client: Pick<ClickedIntegration, "id" | "clientSecret">,
): () => Promise<number[]> {
    const answers: number[] = [];
    const state = { isGoingOn: true };
    const done = (async () => {
        while (state.isGoingOn) {
            answers.push(await answerTo(org, client));
            // One that a failed test has left running keeps no process alive.
            await sleep(50, undefined, { ref: false });
        }
    })();
    return async () => {
        state.isGoingOn = false;
        await done;
        return answers;
    };
}
