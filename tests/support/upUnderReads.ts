import assert from "node:assert/strict";

import type { Stack } from "@pulumi/pulumi/automation";

import { type HandedOver, ReadingClient } from "./readingClient";
import { changesOf, type TestEnvironment } from "./testEnvironment";

/**
 * Runs one `up` under a client that reads all the while and is never refused, after which a preview
 * has nothing to change. Returns the writes that the org was sent.
 */
export async function upUnderReads(
    { org }: TestEnvironment,
    stack: Stack,
    credentials: HandedOver,
): Promise<string[]> {
    const client = new ReadingClient(org, credentials);
    const before = org.calls.length;
    const { summary } = await stack.up().finally(() => client.stop());
    const { refusals, reads } = await client.stop();
    assert.deepEqual([refusals, reads > 0], [[], true]);
    assert.equal(summary.result, "succeeded");
    assert.deepEqual(changesOf(await stack.preview()), {});
    return org.calls
        .slice(before)
        .filter(({ method, path }) => method !== "GET" && !path.endsWith("/token"))
        .map(({ method, path }) => `${method} ${path}`);
}
