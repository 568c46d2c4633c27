import type { Query } from "../../provider/resource";
import { text } from "../../provider/value";
import type { OktaClient } from "../client";
import { explained, statusLine } from "../oktaError";
import { recordOf } from "../resources/apiToken";

/** The record of an API token, without its value. */
export const getApiToken: Query<OktaClient> = async ({ client }, inputs) => {
    const id = text(inputs, "id");
    const token = await explained(
        "error in getting API token",
        () => client.call("GET", `/api/v1/api-tokens/${encodeURIComponent(id)}`),
        statusLine,
    );
    return { id, ...recordOf(token) };
};
