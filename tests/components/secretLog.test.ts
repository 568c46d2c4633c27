import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import Module, { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import {
    keepSecretsOutOfDebugLog,
    oktaProviderArgs,
    ServiceApp,
    SigningKeys,
} from "../../components";
import { rsaKey } from "../sandbox/support";
import { leakSearch } from "../support/leakSearch";
import { build, valueOf } from "../support/mocks";

type Log = Record<"debug" | "info" | "warn" | "error", (message: string) => string> & {
    hasErrors: () => boolean;
};
/** A log of Pulumi's SDK that gives back what it would send to the engine. */
const LOG = `
Object.defineProperty(exports, "__esModule", { value: true });
for (const level of ["debug", "info", "warn", "error"]) {
    exports[level] = (message) => message;
}
exports.hasErrors = () => false;
`;

describe("secrets in what Pulumi's SDK logs", () => {
    let folder: string;
    let copies = 0;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "secret-log-"));
    });
    after(() => rm(folder, { recursive: true }));

    /** Another copy of the SDK, as far as its log. */
    const copyOfSdk = async (source = LOG): Promise<string> => {
        const file = join(folder, `${++copies}`, "node_modules/@pulumi/pulumi/log/index.js");
        await mkdir(join(file, ".."), { recursive: true });
        await writeFile(file, source);
        return file;
    };
    const load = async (source?: string): Promise<Log> =>
        createRequire(__filename)(await copyOfSdk(source)) as Log;
    const token = () => `00${randomBytes(20).toString("hex")}`;

    it("are redacted in a copy that is loaded later, and in all of its levels", async () => {
        const log = await load();
        const secret = randomBytes(24).toString("base64url");
        keepSecretsOutOfDebugLog(secret, undefined, pulumi.output(undefined));
        for (const level of ["debug", "info", "warn", "error"] as const) {
            assert.equal(log[level](`is ${secret}.`), "is [secret].");
        }
        assert.equal(log.debug("resp: 1b47061264138c4ac30d75fd1eb44270,x"), "resp: [secret]");
        assert.equal(log.info(`is ${token()}.`).includes("[secret]"), false);
        assert.equal(log.hasErrors(), false);
    });

    it("are redacted in a copy that was loaded before the library, once", async () => {
        const file = await copyOfSdk();
        let calls = 0;
        const plain = (message: string) => `${++calls} ${message}`;
        const exports = { debug: plain, info: plain, warn: plain, error: plain, hasErrors: plain };
        // As if nobody had seen it being loaded.
        const { _cache } = Module as unknown as { _cache: Record<string, unknown> };
        _cache[file] = { exports, filename: file };
        try {
            keepSecretsOutOfDebugLog();
            keepSecretsOutOfDebugLog();
            assert.equal(exports.debug(`is ${token()}.`), "1 is [secret].");
        } finally {
            delete _cache[file];
        }
    });

    it("end the program where a copy cannot be changed, with both paths and the way out", async () => {
        const file = await copyOfSdk(`${LOG}Object.freeze(exports);`);
        createRequire(__filename)(file);
        try {
            assert.throws(
                () => {
                    keepSecretsOutOfDebugLog();
                },
                (error) =>
                    error instanceof pulumi.RunError &&
                    error.message.includes(`cannot be changed: ${file}.`) &&
                    error.message.includes(require.resolve("@pulumi/pulumi/log")) &&
                    error.message.includes("npm dedupe"),
            );
        } finally {
            const { _cache } = Module as unknown as { _cache: Record<string, unknown> };
            delete _cache[file];
        }
    });

    it("are known from oktaProviderArgs alone, also as the path of a key, which is none", async () => {
        const log = await load();
        const [apiToken, accessToken] = [
            randomBytes(21).toString("hex"),
            randomBytes(60).toString("base64url"),
        ];
        const privateKey = rsaKey().privateKey.export({ type: "pkcs8", format: "pem" }).toString();
        const path = join(folder, "some-key.pem");
        await writeFile(path, privateKey);
        await build(() => {
            const clientId = "0oa1";
            const scopes = '["okta.apps.manage"]';
            const settings = {
                a: { apiToken },
                b: { accessToken },
                c: { privateKey, clientId, scopes },
                d: { privateKey: path, clientId, scopes },
            };
            for (const [namespace, values] of Object.entries(settings)) {
                for (const [name, value] of Object.entries(values)) {
                    pulumi.runtime.setConfig(`${namespace}:${name}`, value);
                }
                oktaProviderArgs("acme.okta.com", undefined, namespace);
            }
        });
        const leaksIn = leakSearch([apiToken, accessToken, privateKey]);
        for (const secret of [apiToken, accessToken, privateKey]) {
            const said = log.debug(`is ${Buffer.from(secret).toString("base64")}.`);
            assert.match(said, /^is .*\[secret\]/s);
            assert.deepEqual(leaksIn([said, log.debug(secret), log.info(secret)]), []);
        }
        assert.equal(log.debug(path), path);
    });

    it("are known from a ServiceApp's provider, and from SigningKeys", async () => {
        const log = await load();
        const apiToken = randomBytes(21).toString("hex");
        const { result } = await build(async () => {
            pulumi.runtime.setConfig("okta:apiToken", apiToken);
            const keys = new SigningKeys("keys");
            const oktaDomain = "acme.okta.com";
            const jwks = keys.publicJwks;
            new ServiceApp("app", { oktaDomain, label: "App", jwks, scopes: ["okta.users.read"] });
            return {
                pem: await valueOf(keys.privateKeyPem),
                jwk: await valueOf(keys.privateKeyJwk),
                publicJwks: JSON.stringify(await valueOf(keys.publicJwks)),
            };
        });
        assert.equal(log.info(`is ${apiToken}.`), "is [secret].");
        const leaksIn = leakSearch([result.pem]);
        for (const text of [result.pem, result.jwk]) {
            assert.deepEqual(leaksIn([log.info(text), log.info(JSON.stringify({ text }))]), []);
        }
        assert.equal(log.info(result.publicJwks), result.publicJwks);
    });
});
