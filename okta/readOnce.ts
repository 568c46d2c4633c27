import type { AdminClient } from "./adminClient";
import type { HttpResponse } from "./http";

/** A client that reads each path once, and gives every further reader the same answer. */
export function readingOnce(client: AdminClient): AdminClient {
    const answers = new Map<string, Promise<HttpResponse>>();
    return {
        ...client,
        send: (path, request) => {
            if (request !== undefined) {
                return client.send(path, request);
            }
            const answer = answers.get(path) ?? client.send(path);
            answers.set(path, answer);
            return answer;
        },
    };
}
