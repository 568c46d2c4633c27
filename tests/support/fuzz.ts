import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";
import { CommanderError } from "commander";
import fc from "fast-check";

import { HttpError } from "../../okta/http";
import { UserError } from "../../rules/userError";

/** How many cases each parser is given. */
export const CASES = { numRuns: 1000 } as const;

/** Texts that nobody meant to send. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.webUrl(),
    fc.json(),
    fc.double().map(String),
    fc.constantFrom(
        ...["", " ", "null", "[]", "{}", '""', "[null]", "__proto__", "constructor", "toString"],
        ...["\0", "\u202e", "\uFEFF", "\uD800", "-1", "1e309", "0x10", "00", "../..", "%00", "a,b"],
        ...["x".repeat(5000), "[".repeat(2000), "-----BEGIN PRIVATE KEY-----"],
    ),
);

/** JSON values with members that the programs here look for, of any type. */
export function hostileJson(names: readonly string[]): fc.Arbitrary<unknown> {
    const key = fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...names) },
        fc.constantFrom("__proto__", "toString", "constructor", "length", "then"),
        fc.string(),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
        value: fc.oneof(
            { maxDepth: 4, depthSize: "small" },
            fc.oneof(hostileText, fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
            fc.array(tie("value"), { maxLength: 4 }),
            fc.array(fc.tuple(key, tie("value")), { maxLength: 6 }).map(Object.fromEntries),
        ),
    }));
    // As it comes from outside: what JSON cannot hold is not there.
    return value.map((one) => JSON.parse(JSON.stringify(one)) as unknown);
}

/** A secret as it may be given by mistake, whatever else is wrong with it. */
export const secretText: fc.Arbitrary<string> = fc.oneof(
    fc.stringMatching(/^00[A-Za-z0-9_-]{40}$/),
    fc.stringMatching(/^[A-Za-z0-9_-]{64}$/),
    fc.stringMatching(/^[A-Za-z0-9+/]{20,60}[\n \u00e9][A-Za-z0-9]{5}$/),
);

/**
 * What a run gives, or the error of ours that it ends with: one that says something, has no stack
 * trace and no secret in it. Fails on any other error.
 */
export async function outcomeOf<T>(
    run: () => T | Promise<T>,
    secrets: readonly string[] = [],
): Promise<T | Error> {
    try {
        return await run();
    } catch (error) {
        const isOurs =
            error instanceof UserError ||
            error instanceof HttpError ||
            error instanceof CommanderError ||
            (error instanceof Error &&
                (pulumi.InputPropertiesError.isInstance(error) ||
                    pulumi.RunError.isInstance(error)));
        if (!isOurs) {
            throw error;
        }
        holdsNone(error.message, secrets);
        assert.match(error.message, /\S/);
        return error;
    }
}

/** Fails where a text that people read has a stack trace or one of the secrets in it. */
export function holdsNone(text: string, secrets: readonly string[]): void {
    assert.doesNotMatch(text, /TypeError|RangeError|\n +at .+:\d+/);
    for (const secret of secrets.filter(({ length }) => length >= 12)) {
        assert.ok(!text.includes(secret), text);
    }
}
