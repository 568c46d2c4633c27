import {
    type AdminClient,
    openAdminClient,
    type ProviderCredentials,
} from "../../okta/adminClient";
import type { HttpClient } from "../../okta/http";
import { fetchServiceUser } from "../apiKey/fetch";
import { fetchIntegration } from "../marketplace/fetch";
import { fetchApp } from "../oauth/fetch";
import type { DoctorSnapshot, ExpectedResources, Snapshot } from "./snapshot";

/** Looks at each thing of the stack in its org. It only reads. */
export async function fetchDoctorSnapshot(
    stack: ExpectedResources,
    credentials: ProviderCredentials | undefined,
    address: URL,
    http: HttpClient,
): Promise<DoctorSnapshot> {
    if (credentials === undefined) {
        return { credentials: "none", ...(await fetchAll(stack)) };
    }
    const { kind } = credentials;
    const opened = await openAdminClient(credentials, address, http);
    return "failure" in opened
        ? { credentials: kind, tokenFailure: opened.failure, ...(await fetchAll(stack)) }
        : { credentials: kind, ...(await fetchAll(stack, opened.runner)) };
}

async function fetchAll(
    stack: ExpectedResources,
    runner?: AdminClient,
): Promise<Pick<DoctorSnapshot, keyof ExpectedResources>> {
    const [apps, integrations, apiKeys] = await Promise.all([
        fetchEach(stack.apps, fetchApp, runner),
        fetchEach(stack.integrations, fetchIntegration, runner),
        fetchEach(stack.apiKeys, fetchServiceUser, runner),
    ]);
    return { apps, integrations, apiKeys };
}

function fetchEach<Expected, Actual>(
    all: readonly Expected[],
    fetch: (client: AdminClient, expected: Expected) => Promise<Actual>,
    client: AdminClient | undefined,
): Promise<Snapshot<Expected, Actual>[]> {
    const snapshot = async (expected: Expected): Promise<Snapshot<Expected, Actual>> =>
        client === undefined ? { expected } : { expected, actual: await fetch(client, expected) };
    return Promise.all(all.map(snapshot));
}
