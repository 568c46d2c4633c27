import type { ServerWritableStream } from "@grpc/grpc-js";
import { type RunPluginRequest, RunPluginResponse } from "@pulumi/pulumi/proto/language_pb";

import { runtimeOptions } from "./options";
import { start } from "./process";
import { resolveFrom } from "./program";

/**
 * Runs a plugin that is written for Node, such as a component provider, and relays its output.
 *
 * @throws Error for policy packs, which the stand-in language host does not support.
 */
export async function runPlugin(
    call: ServerWritableStream<RunPluginRequest, RunPluginResponse>,
): Promise<void> {
    const request = call.request;
    if (request.getKind() === "analyzer") {
        // They receive the stack's configuration before they start, by a separate protocol.
        throw new Error(
            "Policy packs need the language host of the official Pulumi CLI. " +
                "Install that CLI and put it on PATH.",
        );
    }
    const info = request.getInfo();
    const directory = info?.getProgramDirectory() || request.getProgram();
    const options = runtimeOptions(info);
    const stopped = new AbortController();
    call.on("cancelled", () => stopped.abort());

    const plugin = start(
        [
            ...options.nodeargs,
            resolveFrom(directory, "@pulumi/pulumi/cmd/run-plugin", "npm install"),
            directory,
            ...request.getArgsList(),
        ],
        {
            cwd: request.getPwd() || directory,
            env: {
                ...environment(request.getEnvList()),
                ...(options.typescript && { PULUMI_NODEJS_TYPESCRIPT: "true" }),
                ...(options.tsconfig && { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig }),
            },
            signal: stopped.signal,
            onStdout: (data) => call.write(new RunPluginResponse().setStdout(data)),
            onStderr: (data) => call.write(new RunPluginResponse().setStderr(data)),
            // The engine itself has told it to cancel, and it does not handle SIGINT.
            grace: 0,
        },
    );
    const code = await plugin.ended;
    call.write(new RunPluginResponse().setExitcode(code));
}

function environment(list: readonly string[]): NodeJS.ProcessEnv {
    return Object.fromEntries(
        list.map((entry) => {
            const at = entry.indexOf("=");
            return [entry.slice(0, at), entry.slice(at + 1)];
        }),
    );
}
