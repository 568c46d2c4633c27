import { connect } from "node:net";

const CHECK_INTERVAL_MS = 5_000;

/**
 * Ends this process with `exitCode` when the engine at `address` (host:port) no longer accepts
 * connections. A killed engine cannot stop its plugins, and an idle gRPC server never ends.
 */
export function exitWithout(address: string, exitCode: number): void {
    const [host, port] = address.split(":");
    setInterval(() => {
        const socket = connect({ host, port: Number(port) }, () => socket.destroy());
        socket.on("error", () => process.exit(exitCode));
    }, CHECK_INTERVAL_MS).unref();
}
