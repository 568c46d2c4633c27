import { connect } from "node:net";

import * as grpc from "@grpc/grpc-js";
import { version } from "@pulumi/pulumi/package.json";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";

import { languageService } from "./service";

const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;
const ENGINE_CHECK_MS = 5_000;

const engine = process.argv.slice(2).find((argument) => /^[\w.]+:\d+$/.test(argument));
const server = new grpc.Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
});
server.addService(
    LanguageRuntimeService,
    languageService({ version, engine, onEngine: endWithout }),
);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) {
        throw error;
    }
    process.stdout.write(`${port}\n`);
    if (engine) {
        endWithout(engine);
    }
});
for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => process.exit(0));
}

// A killed engine cannot stop its plugins, and an idle gRPC server would live on for ever.
function endWithout(address: string): void {
    const [host, port] = address.split(":");
    setInterval(() => {
        const socket = connect({ host, port: Number(port) }, () => socket.destroy());
        socket.on("error", () => process.exit(1));
    }, ENGINE_CHECK_MS).unref();
}
