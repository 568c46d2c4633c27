import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

import type { Sandbox } from "../../sandbox/org/server";

/** A way to an org on which it sees another address of this machine than 127.0.0.1. */
export interface OtherAddress {
    readonly url: string;
    close(): Promise<void>;
}

/** Forwards connections to an org, each from a loopback address such as 127.0.0.2. */
export async function openFrom(address: string, org: Sandbox): Promise<OtherAddress> {
    const open = new Set<Socket>();
    const server = createServer((client) => {
        const host = { host: "127.0.0.1", port: Number(new URL(org.url).port) };
        const toOrg = connect({ ...host, localAddress: address });
        for (const [from, to] of [
            [client, toOrg],
            [toOrg, client],
        ] as const) {
            open.add(from);
            from.on("error", () => to.destroy());
            from.on("close", () => open.delete(from));
            from.pipe(to);
        }
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: async () => {
            open.forEach((socket) => socket.destroy());
            server.close();
            await once(server, "close");
        },
    };
}
