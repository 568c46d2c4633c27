import * as grpc from "@grpc/grpc-js";
import { version } from "@pulumi/pulumi/package.json";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";

import { exitWithout } from "../engineWatch";
import { languageService } from "./service";

const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

const engine = process.argv.slice(2).find((argument) => /^[\w.]+:\d+$/.test(argument));
const endWithout = (address: string): void => exitWithout(address, 1);
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
