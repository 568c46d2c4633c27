import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";

import { parseCredentials, secretOf } from "../../checks/verify/credentials";
import { readAwsSecret } from "../../cli/awsSecret";
import { buildProgram } from "../../cli/main";
import { parseScopes } from "../../cli/options";
import { reportFailure } from "../../cli/report/failure";
import { CASES, holdsNone, hostileJson, hostileText, outcomeOf, secretText } from "../support/fuzz";

describe("anything at all on the command line", function () {
    this.timeout(60_000);

    it("is a value of an option, or an error that says what is wanted", async () => {
        const { commands } = await buildProgram();
        const options = commands.flatMap((verb) => verb.options.filter(({ parseArg }) => parseArg));
        assert.ok(options.length >= 6);
        const option = fc.constantFrom(...options);
        await fc.assert(
            fc.asyncProperty(option, hostileText, async ({ parseArg }, text) => {
                const value = await outcomeOf(() => parseArg?.(text, undefined));
                assert.ok(value instanceof Error || Number.isFinite(value), String(value));
            }),
            CASES,
        );
        await fc.assert(
            fc.asyncProperty(hostileText, async (text) => {
                const scopes = await outcomeOf(() => parseScopes(text));
                assert.ok(
                    scopes instanceof Error || scopes.every((scope) => /^[^\s,]+$/.test(scope)),
                );
            }),
            CASES,
        );
    });

    it("is told in the forms that were asked for, if any", async () => {
        // No word names a file that would be written.
        const word = fc.oneof(
            hostileText,
            fc.constantFrom("verify", "doctor", "handoff", "--", "-"),
        );
        const words = fc.array(
            word.filter((one) => !one.startsWith("--junit")),
            { maxLength: 5 },
        );
        const forms = fc.constantFrom(
            ["--json"],
            ["--json", "--junit"],
            ["--json", "--junit=/no/such/folder/x"],
        );
        const write = process.stdout.write.bind(process.stdout);
        let said = "";
        process.stdout.write = (text) => {
            said += String(text);
            return true;
        };
        try {
            await fc.assert(
                fc.asyncProperty(words, forms, hostileText, async (given, form, reason) => {
                    said = "";
                    await reportFailure([...given, ...form], reason);
                    assert.ok(said === "" || typeof JSON.parse(said) === "object");
                    holdsNone(said, []);
                }),
                CASES,
            );
        } finally {
            process.stdout.write = write;
        }
    });
});

describe("anything at all as credentials", function () {
    this.timeout(60_000);
    const NAMES = [
        ...["tenant_id", "application_id", "private_key", "key_id", "scopes"],
        ...["okta_domain", "client_id", "client_secret", "api_key"],
    ];
    const members = fc.record(
        Object.fromEntries(
            NAMES.map((name) => [
                name,
                /secret|key$/.test(name) ? secretText : fc.oneof(hostileText, hostileJson(NAMES)),
            ]),
        ),
        { requiredKeys: [] },
    );
    const json = fc.oneof(members, hostileJson(NAMES)).map((one) => JSON.stringify(one));
    const mangled = fc
        .tuple(json, fc.nat(200), fc.constantFrom("", "\0", "\uFEFF", ",", "}", "\u202e"))
        .map(([text, at, insert]) => text.slice(0, at) + insert + text.slice(at));
    const texts = fc.oneof(
        hostileText,
        json,
        mangled,
        json.map((text) => `\uFEFF${text}`),
    );
    const secretsIn = (text: string) => {
        try {
            const parsed = JSON.parse(text.replace(/^\uFEFF/, "")) as Record<string, unknown>;
            return ["private_key", "client_secret", "api_key"]
                .map((name) => parsed[name])
                .filter((one) => typeof one === "string");
        } catch {
            return [];
        }
    };

    it("are credentials, or an error that names where they are from, and what is missing", async () => {
        await fc.assert(
            fc.asyncProperty(texts, async (text) => {
                const source = "--credentials file.json";
                const read = await outcomeOf(() => parseCredentials(text, source), secretsIn(text));
                if (read instanceof Error) {
                    assert.ok(read.message.startsWith(`${source}: `));
                    assert.match(read.message, /this is not JSON|missing or empty/);
                } else {
                    assert.ok(secretOf(read).length > 0);
                }
            }),
            CASES,
        );
    });

    it("come from AWS as a text, or as an error that names the secret", async () => {
        const folder = await mkdtemp(join(tmpdir(), "aws-fuzz-"));
        try {
            const sdk = join(folder, "node_modules", "@aws-sdk", "client-secrets-manager");
            await mkdir(sdk, { recursive: true });
            const source = `
                exports.SecretsManagerClient = class { send() { return globalThis.answerOfAws(); } };
                exports.GetSecretValueCommand = class {};
            `;
            await writeFile(join(sdk, "index.js"), source);
            await writeFile(join(sdk, "package.json"), '{"main":"index.js"}');
            const world = globalThis as { answerOfAws?: () => Promise<unknown> };
            const answer = fc.oneof(
                hostileJson(["SecretString", "SecretBinary", "Parameter"]).map((one) => ({ one })),
                texts.map((SecretString) => ({ one: { SecretString } })),
                hostileText.map((text) => ({ error: new Error(text) })),
                hostileText.map((error) => ({ error })),
            );
            await fc.assert(
                fc.asyncProperty(answer, async (given) => {
                    world.answerOfAws = () =>
                        "error" in given
                            ? // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- an SDK may reject with anything
                              Promise.reject(given.error)
                            : Promise.resolve(given.one);
                    const from = [join(folder, "package.json")];
                    const text = await outcomeOf(() => readAwsSecret("rezonate", from));
                    if (text instanceof Error) {
                        assert.ok(text.message.startsWith("--aws-secret rezonate: "));
                    } else {
                        await outcomeOf(
                            () => parseCredentials(text, "--aws-secret"),
                            secretsIn(text),
                        );
                    }
                }),
                CASES,
            );
            delete world.answerOfAws;
        } finally {
            await rm(folder, { recursive: true });
        }
    });
});
