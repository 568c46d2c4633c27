import { execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

import { pythonEnvironment } from "./python";

const run = promisify(execFile);
const VERSION = "5.2.5";
const PACKAGES = [`moto[secretsmanager,ssm]==${VERSION}`, "flask<4", "flask-cors<7"];

/** A server that answers as AWS does, in a process of its own. */
export interface Moto {
    readonly url: string;
    /** Runs Python with boto3 against the server and gives what it prints. */
    python(program: string, ...args: string[]): Promise<string>;
    /** The current value of a secret, read over HTTP and without a process. */
    secret(name: string): Promise<string>;
    /** The variables under which AWS's own tools and SDKs reach the server. */
    readonly environment: Record<string, string>;
    close(): Promise<void>;
}

/**
 * Starts moto's server. Undefined, and a loud line, where there is no Python to run it; moto itself
 * comes from PyPI once, into a virtual environment in the user's cache.
 */
export async function startMoto(): Promise<Moto | undefined> {
    const python = await pythonEnvironment("moto", VERSION, PACKAGES).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
        process.stderr.write(`\n*** THE AWS TESTS ARE SKIPPED: no moto (${reason}) ***\n\n`);
    });
    if (python === undefined) {
        return undefined;
    }
    const server = spawn(python, ["-m", "moto.server", "-H", "127.0.0.1", "-p", "0"], {
        stdio: ["ignore", "ignore", "pipe"],
    });
    const closed = new Promise((resolve) => server.once("close", resolve));
    const url = await addressIn(server.stderr);
    const environment = {
        AWS_ENDPOINT_URL: url,
        AWS_REGION: "us-east-1",
        AWS_DEFAULT_REGION: "us-east-1",
        AWS_ACCESS_KEY_ID: "testing",
        AWS_SECRET_ACCESS_KEY: "testing",
    };
    return {
        url,
        environment,
        python: async (program, ...args) => {
            const env = { ...process.env, ...environment };
            return (await run(python, ["-c", program, ...args], { env })).stdout;
        },
        secret: async (name) => {
            const answer = await fetch(url, {
                method: "POST",
                headers: {
                    "content-type": "application/x-amz-json-1.1",
                    "x-amz-target": "secretsmanager.GetSecretValue",
                    authorization:
                        "AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=none",
                },
                body: JSON.stringify({ SecretId: name }),
            });
            const { SecretString } = (await answer.json()) as { SecretString: string };
            return SecretString;
        },
        close: async () => {
            server.kill();
            await closed;
        },
    };
}

async function addressIn(output: NodeJS.ReadableStream): Promise<string> {
    const lines = createInterface({ input: output });
    for await (const line of lines) {
        const found = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line);
        if (found?.[1] !== undefined) {
            output.resume();
            return found[1];
        }
    }
    throw new Error("moto's server ended before it listened");
}
