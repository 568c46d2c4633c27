import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

const servers = new Map<string, Server>();

/** Starts an HTTP server on loopback that answers as it is told, and gives its address. */
export async function scriptedServer(listener: RequestListener): Promise<string> {
    const server = createServer(listener).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    servers.set(url, server);
    return url;
}

/** Stops the servers with these addresses, or all, and cuts what they still answer. */
export function closeScriptedServers(urls: Iterable<string> = [...servers.keys()]): void {
    for (const url of urls) {
        servers.get(url)?.closeAllConnections();
        servers.get(url)?.close();
        servers.delete(url);
    }
}
