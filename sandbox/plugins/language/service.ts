import * as grpc from "@grpc/grpc-js";
import type { ILanguageRuntimeServer } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/language_pb";
import {
    PackageDependency,
    PackageParameterization,
    PluginInfo,
} from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { installDependencies } from "./install";
import { programDependencies, type RequiredPackage, requiredPackages } from "./packages";
import { runPlugin } from "./plugin";
import { runProgram } from "./program";

/** Options of `languageService`. */
export interface HostOptions {
    readonly version: string;
    /** The engine's address, unless the engine sends it by a handshake. */
    readonly engine?: string;
    readonly onEngine: (address: string) => void;
}

/** Implements the language runtime protocol for programs and plugins that run on Node. */
export function languageService(options: HostOptions): ILanguageRuntimeServer {
    let engine = options.engine ?? "";
    const cancelled = new AbortController();

    return {
        handshake: unary((request: rpc.LanguageHandshakeRequest) => {
            engine = request.getEngineAddress();
            options.onEngine(engine);
            return new rpc.LanguageHandshakeResponse();
        }),
        getPluginInfo: unary(() => new PluginInfo().setVersion(options.version)),
        getRequiredPlugins: absent("GetRequiredPlugins"),
        getRequiredPackages: unary(async (request: rpc.GetRequiredPackagesRequest) => {
            const directory = request.getInfo()?.getProgramDirectory() ?? ".";
            const packages = (await requiredPackages(directory)).map(packageDependency);
            return new rpc.GetRequiredPackagesResponse().setPackagesList(packages);
        }),
        getProgramDependencies: unary(async (request: rpc.GetProgramDependenciesRequest) => {
            const directory = request.getInfo()?.getProgramDirectory() || request.getPwd();
            const found = await programDependencies(directory, request.getTransitivedependencies());
            return new rpc.GetProgramDependenciesResponse().setDependenciesList(
                found.map(({ name, version }) =>
                    new rpc.DependencyInfo().setName(name).setVersion(version),
                ),
            );
        }),
        about: unary(() =>
            new rpc.AboutResponse().setExecutable(process.execPath).setVersion(process.version),
        ),
        runtimeOptionsPrompts: unary(() => new rpc.RuntimeOptionsResponse()),
        template: unary(() => new rpc.TemplateResponse()),
        installDependencies: streaming(installDependencies),
        run: unary((request: rpc.RunRequest, call) => {
            const stopped = new AbortController();
            call.on("cancelled", () => stopped.abort());
            return runProgram(request, engine, AbortSignal.any([cancelled.signal, stopped.signal]));
        }),
        runPlugin: streaming(runPlugin),
        cancel: unary(() => {
            cancelled.abort();
            return new Empty();
        }),
        generateProgram: absent("GenerateProgram"),
        generateProject: absent("GenerateProject"),
        generatePackage: absent("GeneratePackage"),
        pack: absent("Pack"),
        link: absent("Link"),
    };
}

function unary<Request, Response>(
    answer: (
        request: Request,
        call: grpc.ServerUnaryCall<Request, Response>,
    ) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
    return (call, callback) => {
        const answered = async (): Promise<Response> => answer(call.request, call);
        answered().then(
            (response) => callback(null, response),
            (error: unknown) => callback(failure(error)),
        );
    };
}

function streaming<Request, Response>(
    serve: (call: grpc.ServerWritableStream<Request, Response>) => Promise<void>,
): grpc.handleServerStreamingCall<Request, Response> {
    return (call) => {
        serve(call).then(
            () => call.end(),
            // Destroying the call would not send the error to the engine.
            (error: unknown) => call.emit("error", failure(error)),
        );
    };
}

function absent<Request, Response>(method: string): grpc.handleUnaryCall<Request, Response> {
    return (_call, callback) =>
        callback({
            code: grpc.status.UNIMPLEMENTED,
            details:
                `${method} is not part of the stand-in language host. ` +
                "It comes with the official Pulumi CLI.",
        });
}

function failure(error: unknown): { code: grpc.status; details: string } {
    return {
        code: grpc.status.UNKNOWN,
        details: error instanceof Error ? error.message : String(error),
    };
}

function packageDependency(required: RequiredPackage): PackageDependency {
    const dependency = new PackageDependency()
        .setName(required.name)
        .setKind("resource")
        .setVersion(required.version)
        .setServer(required.server);
    const { parameterization } = required;
    return parameterization
        ? dependency.setParameterization(
              new PackageParameterization()
                  .setName(parameterization.name)
                  .setVersion(parameterization.version)
                  .setValue(parameterization.value),
          )
        : dependency;
}
