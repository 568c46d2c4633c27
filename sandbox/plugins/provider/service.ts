import type { handleUnaryCall } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { check, checked } from "./check";
import { settingsOf } from "./configuration";
import { diff } from "./diff";
import { failure } from "./failure";
import { differences, imported, ordered, planned, type Properties, refreshed } from "./properties";
import type { Context, Provider, Resource } from "./resource";
import { schemaOf } from "./schema";
import { decode, type Decoded, encode, hasUnknown } from "./value";

type Methods =
    | "getSchema"
    | "checkConfig"
    | "diffConfig"
    | "configure"
    | "invoke"
    | "check"
    | "diff"
    | "create"
    | "read"
    | "update"
    | "delete"
    | "cancel"
    | "getPluginInfo"
    | "attach";
/** The resource provider protocol, as far as the stand-ins implement it. */
export type Service = Pick<IResourceProviderServer, Methods>;

/** Shows a warning in the engine's output, beside the resource with this URN. */
export type Warn = (urn: string, message: string) => void;

/** Returns the gRPC methods that serve a provider. */
export function serviceOf<Client>(provider: Provider<Client>, warn: Warn): Service {
    const cancelled = new AbortController();
    let client: Client | undefined;

    function context(urn: string): Context<Client> {
        if (client === undefined) {
            throw new Error(`The ${provider.name} provider has not been configured yet`);
        }
        return { client, warn: (message) => warn(urn, message) };
    }

    function resourceOf(urn: string): Resource<Client> {
        const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
        const resource = provider.resources[type];
        if (resource) {
            return resource;
        }
        const known = Object.keys(provider.resources).join(", ");
        throw new Error(
            `The stand-in ${provider.name} plugin has no resource "${type}"; it has ${known}`,
        );
    }

    async function create(request: rpc.CreateRequest): Promise<rpc.CreateResponse> {
        const resource = resourceOf(request.getUrn());
        const inputs = decode(request.getProperties());
        const secrets = secretsOf(resource.properties, inputs);
        const response = new rpc.CreateResponse();
        if (request.getPreview()) {
            const outputs = planned(resource.properties, undefined, inputs.values);
            response.setProperties(encode(outputs, secrets));
            return response;
        }
        try {
            const made = await resource.create(context(request.getUrn()), inputs.values);
            response.setId(made.id);
            response.setProperties(encode(ordered(resource.properties, made.outputs), secrets));
            return response;
        } catch (error) {
            throw failure(error, secrets);
        }
    }

    async function read(request: rpc.ReadRequest): Promise<rpc.ReadResponse> {
        const resource = resourceOf(request.getUrn());
        const state = decode(request.getProperties());
        const inputs = decode(request.getInputs());
        const found = await resource.read(context(request.getUrn()), request.getId(), state.values);
        const response = new rpc.ReadResponse();
        if (!found) {
            return response;
        }
        const secrets = secretsOf(resource.properties, state, inputs);
        const given = Object.keys(inputs.values).length > 0;
        const outputs = ordered(resource.properties, found.outputs);
        response.setId(found.id);
        response.setProperties(encode(outputs, secrets));
        response.setInputs(
            encode(
                given
                    ? refreshed(resource.properties, inputs.values, outputs)
                    : imported(resource.properties, outputs),
                secrets,
            ),
        );
        return response;
    }

    async function update(request: rpc.UpdateRequest): Promise<rpc.UpdateResponse> {
        const resource = resourceOf(request.getUrn());
        const state = decode(request.getOlds());
        const inputs = decode(request.getNews());
        const response = new rpc.UpdateResponse();
        const secrets = secretsOf(resource.properties, inputs);
        if (request.getPreview()) {
            const outputs = planned(resource.properties, state.values, inputs.values);
            response.setProperties(encode(outputs, secrets));
            return response;
        }
        if (!resource.update) {
            throw new Error("This resource cannot be updated, only replaced");
        }
        const changes = differences(resource.properties, state.values, inputs.values);
        const outputs = await resource.update(
            context(request.getUrn()),
            request.getId(),
            state.values,
            inputs.values,
            new Set(changes.map(({ property }) => property)),
        );
        response.setProperties(encode(ordered(resource.properties, outputs), secrets));
        return response;
    }

    return {
        getSchema: unary(() => new rpc.GetSchemaResponse().setSchema(schemaOf(provider))),
        checkConfig: unary((request: rpc.CheckRequest) => {
            const news = decode(request.getNews());
            return checked(news.values, secretsOf(provider.configuration, news), []);
        }),
        diffConfig: unary((request: rpc.DiffRequest) =>
            diff(
                Object.fromEntries(
                    Object.entries(provider.configuration).map(([key]) => [
                        key,
                        { type: "object" },
                    ]),
                ),
                request,
            ),
        ),
        configure: unary(async (request: rpc.ConfigureRequest) => {
            const response = new rpc.ConfigureResponse();
            response.setAcceptsecrets(true);
            response.setSupportspreview(true);
            const raw = decode(request.getArgs()).values;
            for (const [key, value] of request.getVariablesMap().toArray()) {
                raw[key.split(":").at(-1) ?? key] ??= value;
            }
            if (hasUnknown(raw)) {
                return response;
            }
            const settings = settingsOf(provider.configuration, raw);
            client = await provider.configure(settings, cancelled.signal);
            return response;
        }),
        invoke: unary(async (request: rpc.InvokeRequest) => {
            const query = provider.queries[request.getTok()];
            if (!query) {
                throw new Error(
                    `The stand-in ${provider.name} plugin has no function "${request.getTok()}"`,
                );
            }
            const args = decode(request.getArgs()).values;
            const response = new rpc.InvokeResponse();
            response.setReturn(encode(await query(context(""), args)));
            return response;
        }),
        check: unary((request: rpc.CheckRequest) => check(resourceOf(request.getUrn()), request)),
        diff: unary((request: rpc.DiffRequest) =>
            diff(resourceOf(request.getUrn()).properties, request),
        ),
        create: unary(create),
        read: unary(read),
        update: unary(update),
        delete: unary(async (request: rpc.DeleteRequest) => {
            const state = decode(request.getProperties()).values;
            const resource = resourceOf(request.getUrn());
            await resource.delete(context(request.getUrn()), request.getId(), state);
            return new Empty();
        }),
        cancel: unary(() => {
            cancelled.abort(new Error("The engine cancelled the operation"));
            return new Empty();
        }),
        getPluginInfo: unary(() => new PluginInfo().setVersion(provider.version)),
        attach: unary(() => new Empty()),
    };
}

function unary<Request, Response>(
    handle: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
    return (call, callback) => {
        Promise.resolve(call.request)
            .then(handle)
            .then(
                (response) => callback(null, response),
                (error: unknown) => callback(isServiceError(error) ? error : failure(error), null),
            );
    };
}

function isServiceError(error: unknown): error is ReturnType<typeof failure> {
    return error instanceof Error && "metadata" in error && "code" in error;
}

function secretsOf(properties: Properties, ...sources: Decoded[]): Set<string> {
    const marked = Object.entries(properties).filter(([, { secret }]) => secret);
    return new Set([...marked.map(([key]) => key), ...sources.flatMap((s) => [...s.secrets])]);
}
