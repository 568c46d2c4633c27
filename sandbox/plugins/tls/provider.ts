import type { Provider } from "../provider/resource";
import { privateKey } from "./privateKey";

/** The stand-in for the official tls plugin. */
export const tlsProvider: Provider<Record<never, never>> = {
    name: "tls",
    version: "5.6.1",
    configuration: { proxy: { type: "object", optional: true } },
    resources: { "tls:index/privateKey:PrivateKey": privateKey },
    queries: {},
    configure: () => Promise.resolve({}),
};
