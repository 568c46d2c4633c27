import { timingSafeEqual } from "node:crypto";

import { clientOfAssertion } from "./clientAssertion";
import { envelope, HttpError, oauthError } from "./errors";
import type { ApiService, App, ClientSecret } from "./model";
import type { Call } from "./route";
import { hashOf } from "./store";

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** A client that proved who it is: a service app, or an API service integration. */
export type Client = { kind: "app"; app: App } | { kind: "service"; service: ApiService };

interface Secret {
    readonly clientId: string;
    readonly secret: string;
    readonly method: "client_secret_basic" | "client_secret_post";
}

/** Finds the client that sent a token request, by the one kind of credentials it holds. */
export async function authenticateClient(call: Call, form: URLSearchParams): Promise<Client> {
    const clientId = form.get("client_id");
    if (clientId !== null && find(call, clientId) === undefined) {
        throw unknownClientId();
    }
    const assertion = form.get("client_assertion");
    const secret = basicSecret(call) ?? postedSecret(form);
    const supplied = [basicSecret(call), postedSecret(form), assertion ?? undefined];
    if (supplied.filter((each) => each !== undefined).length > 1) {
        // The list of OAuth errors says 401, the specification 400.
        throw oauthError(
            401,
            "invalid_request",
            "Cannot supply multiple client credentials. Use one of the following: credentials in the Authorization header, credentials in the post body, or a client_assertion in the post body.",
        );
    }
    if (assertion !== null) {
        return { kind: "app", app: await appOfAssertion(call, form, assertion) };
    }
    if (secret === undefined) {
        throw oauthError(401, "invalid_client", "No client credentials found.");
    }
    return clientOfSecret(call, secret);
}

async function appOfAssertion(call: Call, form: URLSearchParams, assertion: string): Promise<App> {
    if (form.get("client_assertion_type") !== ASSERTION_TYPE) {
        throw oauthError(400, "invalid_request", "The client_assertion_type is invalid.");
    }
    const { org } = call;
    const app = await clientOfAssertion(org, assertion, (each) => {
        const address = each.settings.oauthClient?.jwks_uri;
        return address === undefined ? Promise.resolve(each.keys) : org.keyFetcher.keysAt(address);
    });
    const clientId = form.get("client_id");
    if (clientId !== null && clientId !== app.clientId) {
        throw failed();
    }
    if (app.credentials.oauthClient?.token_endpoint_auth_method !== "private_key_jwt") {
        throw mustUsePrivateKey();
    }
    return app;
}

function clientOfSecret(call: Call, supplied: Secret): Client {
    const client = find(call, supplied.clientId);
    if (client === undefined) {
        throw unknownClientId();
    }
    const secrets = client.kind === "app" ? client.app.secrets : client.service.secrets;
    if (!secrets.some((secret) => isSame(secret, supplied.secret))) {
        throw client.kind === "app" && secrets.length === 0
            ? mustUsePrivateKey()
            : oauthError(
                  401,
                  "invalid_client",
                  "The client secret supplied for a confidential client is invalid.",
              );
    }
    if (client.kind === "app") {
        throw mustUsePrivateKey();
    }
    // The guide names client_secret_basic only for API service integrations.
    if (supplied.method !== "client_secret_basic") {
        throw failed();
    }
    return client;
}

function find(call: Call, clientId: string): Client | undefined {
    const { apiServices, apps } = call.org.store;
    const app = apps.find((each) => each.clientId === clientId);
    const service = apiServices.get(clientId);
    if (app !== undefined) {
        return { kind: "app", app };
    }
    return service === undefined ? undefined : { kind: "service", service };
}

function basicSecret(call: Call): Secret | undefined {
    const [scheme = "", value = ""] = (call.headers.get("authorization") ?? "").split(" ", 2);
    if (scheme.toLowerCase() !== "basic") {
        return undefined;
    }
    const decoded = Buffer.from(value, "base64").toString("utf8");
    const colon = decoded.indexOf(":");
    const [clientId, secret] = [decoded.slice(0, colon), decoded.slice(colon + 1)].map(formDecoded);
    return { clientId: clientId ?? "", secret: secret ?? "", method: "client_secret_basic" };
}

function postedSecret(form: URLSearchParams): Secret | undefined {
    const secret = form.get("client_secret");
    const clientId = form.get("client_id") ?? "";
    return secret === null ? undefined : { clientId, secret, method: "client_secret_post" };
}

// RFC 6749 section 2.3.1: id and secret are form-encoded before they go into the header.
function formDecoded(value: string): string {
    return new URLSearchParams(`v=${value.replaceAll("&", "%26")}`).get("v") ?? "";
}

function isSame(secret: ClientSecret, supplied: string): boolean {
    const [known, given] = [secret.secret, supplied].map((each) => Buffer.from(hashOf(each)));
    return (
        secret.status === "ACTIVE" &&
        known !== undefined &&
        given !== undefined &&
        timingSafeEqual(known, given)
    );
}

/** Okta answers to an unknown client_id in the form of its management API. */
function unknownClientId(): HttpError {
    return new HttpError(
        401,
        envelope("invalid_client", "Invalid value for 'client_id' parameter."),
    );
}

/** Returns 401 invalid_client with the text for a failed client authentication. */
export function failed(): HttpError {
    return oauthError(
        401,
        "invalid_client",
        "Client authentication failed. Either the client or the client credentials are invalid.",
    );
}

function mustUsePrivateKey(): HttpError {
    return oauthError(
        401,
        "invalid_client",
        "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.",
    );
}
