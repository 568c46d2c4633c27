import { createRequire } from "node:module";
import * as path from "node:path";

import { type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";

import { runtimeOptions } from "./options";
import { start } from "./process";

/** Exit code of the SDK's run script when it has already reported the error to the user. */
const ALREADY_REPORTED = 32;

/** Runs a program with the run script of its own @pulumi/pulumi. Errors are in the response. */
export async function runProgram(
    request: RunRequest,
    engine: string,
    signal: AbortSignal,
): Promise<RunResponse> {
    const response = new RunResponse();
    try {
        const info = request.getInfo();
        const directory = info?.getProgramDirectory() || request.getPwd();
        const options = runtimeOptions(info);
        const program = start(
            [
                ...options.nodeargs,
                resolveFrom(directory, "@pulumi/pulumi/cmd/run", "pulumi install"),
                ...runArguments(request, engine, directory),
                info?.getEntryPoint() || ".",
                ...request.getArgsList(),
            ],
            {
                env: {
                    ...process.env,
                    PULUMI_CONFIG: configOf(request),
                    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
                    ...(options.typescript && { PULUMI_NODEJS_TYPESCRIPT: "true" }),
                    ...(options.tsconfig && { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig }),
                },
                signal,
                // The engine shows what this process prints as the program's output.
                onStdout: (data) => process.stdout.write(data),
                onStderr: (data) => process.stderr.write(data),
            },
        );
        const code = await program.ended;
        if (code === ALREADY_REPORTED) {
            response.setBail(true);
        } else if (code !== 0) {
            response.setError(`Program exited with non-zero exit code: ${code}`);
        }
    } catch (error) {
        response.setError(error instanceof Error ? error.message : String(error));
    }
    return response;
}

/**
 * Resolves a module of @pulumi/pulumi as `require` in the program would.
 *
 * @throws Error when it is not installed, which suggests the command `hint`.
 */
export function resolveFrom(directory: string, module: string, hint: string): string {
    try {
        return createRequire(path.join(directory, "program.js")).resolve(module);
    } catch {
        throw new Error(
            `${directory} has no installed @pulumi/pulumi (${module} was not found). ` +
                `Run \`${hint}\` there first.`,
        );
    }
}

function runArguments(request: RunRequest, engine: string, directory: string): string[] {
    const named = {
        monitor: request.getMonitorAddress(),
        engine,
        organization: request.getOrganization(),
        project: request.getProject(),
        "root-directory": request.getInfo()?.getRootDirectory(),
        stack: request.getStack(),
        pwd: directory,
        parallel: String(request.getParallel()),
    };
    const given = Object.entries(named).flatMap(([name, value]) =>
        value ? [`--${name}`, value] : [],
    );
    return request.getDryrun() ? [...given, "--dry-run"] : given;
}

/** Every version of the SDK reads keys in the form `project:config:name`. */
function configOf(request: RunRequest): string {
    const config: Record<string, string> = {};
    request.getConfigMap().forEach((value, key) => {
        const [namespace, ...name] = key.replace(":config:", ":").split(":");
        config[`${namespace}:config:${name.join(":")}`] = value;
    });
    return JSON.stringify(config);
}
