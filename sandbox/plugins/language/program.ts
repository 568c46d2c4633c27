import { createRequire } from "node:module";
import * as path from "node:path";

import { type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";

import { runtimeOptions } from "./options";
import { start } from "./process";

/** The SDK's runner ends with this code when it has already told the user what is wrong. */
const ALREADY_REPORTED = 32;

/** Runs a program by the runner of its own @pulumi/pulumi, and waits for its end. */
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
                ...runnerArguments(request, engine, directory),
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

/** Finds a module of the program's own @pulumi/pulumi, as `require` in the program would. */
export function resolveFrom(directory: string, module: string, remedy: string): string {
    try {
        return createRequire(path.join(directory, "program.js")).resolve(module);
    } catch {
        throw new Error(
            `${directory} has no installed @pulumi/pulumi (${module} was not found). ` +
                `Run \`${remedy}\` there first.`,
        );
    }
}

function runnerArguments(request: RunRequest, engine: string, directory: string): string[] {
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

/** The SDK of every age reads keys in the form `project:config:name`. */
function configOf(request: RunRequest): string {
    const config: Record<string, string> = {};
    request.getConfigMap().forEach((value, key) => {
        const [namespace, ...name] = key.replace(":config:", ":").split(":");
        config[`${namespace}:config:${name.join(":")}`] = value;
    });
    return JSON.stringify(config);
}
