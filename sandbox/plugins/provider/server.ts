import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";

import { exitWithout } from "../engineWatch";
import type { Provider } from "./resource";
import { serviceOf } from "./service";

const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/**
 * Serves a provider on a free loopback port and prints the port, as the plugin protocol requires.
 * The process exits when the engine is gone.
 */
export function serve<Client>(provider: Provider<Client>): void {
    const engine = process.argv[2];
    const warn = engine ? warningsTo(engine) : () => undefined;
    const server = new grpc.Server({
        "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
        "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
    });
    server.addService(ResourceProviderService, serviceOf(provider, warn));
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, port) => {
        if (error) {
            throw error;
        }
        process.stdout.write(`${port}\n`);
        if (engine) {
            exitWithout(engine, 0);
        }
    });
    // The engine stops its plugins by SIGINT. Ctrl-C in a terminal does not reach them, since each
    // has its own process group.
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
        process.on(signal, () => process.exit(0));
    }
}

function warningsTo(engine: string): (urn: string, message: string) => void {
    let client: EngineClient | undefined;
    return (urn, message) => {
        client ??= new EngineClient(engine, grpc.credentials.createInsecure());
        const request = new LogRequest();
        request.setSeverity(LogSeverity.WARNING);
        request.setUrn(urn);
        request.setMessage(message);
        client.log(request, () => undefined);
    };
}
