/** An answer, read to its end. */
export interface WholeAnswer {
    readonly status: number;
    readonly headers: Headers;
    readonly body: string;
}

/** One request, with the time that its answer may take. */
export interface BoundedRequest {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    /** Milliseconds until the last byte of the answer. */
    readonly timeoutMs: number;
    readonly signal?: AbortSignal;
}

/** The part of fetch that is used, so that a fetch with a proxy can take its place. */
export type Fetch = (
    url: URL,
    init: {
        readonly method: string;
        readonly headers: Record<string, string>;
        readonly body?: string;
        readonly redirect: "manual";
        readonly signal: AbortSignal;
    },
) => Promise<{
    readonly status: number;
    readonly headers: Iterable<[string, string]>;
    readonly body: unknown;
}>;

/**
 * Sends one request and reads the whole answer, up to 16 MiB decoded: a page of 200 entries of Okta
 * has about 1 MiB. A redirect is an answer, and never followed. Uses nothing from outside, since
 * Pulumi serializes it with the dynamic provider.
 *
 * @throws Error named TimeoutError where the last byte does not come in time, and one named
 *     SizeError where the answer is too long.
 */
export async function fetchWhole(
    send: Fetch,
    url: URL,
    { method, headers, body, timeoutMs, signal }: BoundedRequest,
): Promise<WholeAnswer> {
    const maxBytes = 16 * 2 ** 20;
    const named = (name: string, message: string): Error =>
        Object.assign(new Error(message), { name });
    const controller = new AbortController();
    const cleanUp: (() => void)[] = [];
    // A timer of its own: Node 20 neither ends nor aborts a body that it cannot decode, and a
    // signal that times out does not keep the process alive.
    const cut = new Promise<never>((_resolve, reject) => {
        const stop = (reason: Error): void => {
            controller.abort(reason);
            reject(reason);
        };
        const timer = setTimeout(() => {
            stop(named("TimeoutError", `no answer within ${timeoutMs / 1000} s`));
        }, timeoutMs);
        const abort = (): void => stop(named("AbortError", "the call was ended"));
        signal?.addEventListener("abort", abort);
        cleanUp.push(() => {
            clearTimeout(timer);
            signal?.removeEventListener("abort", abort);
        });
    });
    const answer = async (): Promise<WholeAnswer> => {
        const init = { method, headers: { ...headers }, body, redirect: "manual" as const };
        const received = await send(url, { ...init, signal: controller.signal });
        const chunks: Uint8Array[] = [];
        let size = 0;
        for await (const chunk of (received.body ?? []) as AsyncIterable<Uint8Array>) {
            size += chunk.byteLength;
            if (size > maxBytes) {
                const reason = named(
                    "SizeError",
                    `the answer is bigger than ${maxBytes / 2 ** 20} MiB`,
                );
                controller.abort(reason);
                throw reason;
            }
            chunks.push(chunk);
        }
        return {
            status: received.status,
            headers: new Headers([...received.headers]),
            body: new TextDecoder().decode(Buffer.concat(chunks)),
        };
    };
    try {
        signal?.throwIfAborted();
        return await Promise.race([answer(), cut]);
    } finally {
        cleanUp.forEach((clean) => {
            clean();
        });
    }
}
