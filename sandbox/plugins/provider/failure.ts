import * as grpc from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";

import { PartlyCreated } from "./resource";
import { encode } from "./value";

/** Converts an error of a handler to the gRPC error that the engine expects. */
export function failure(error: unknown, secrets: Iterable<string> = []): grpc.ServiceError {
    const message = error instanceof Error ? error.message : String(error);
    const metadata = new grpc.Metadata();
    if (error instanceof PartlyCreated) {
        const detail = new ErrorResourceInitFailed();
        detail.setId(error.id);
        detail.setProperties(encode(error.outputs, secrets));
        detail.setReasonsList([message]);
        const any = new Any();
        any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
        const status = new Status();
        status.setCode(grpc.status.UNKNOWN);
        status.setMessage(message);
        status.addDetails(any);
        // gRPC for Node has no interface for error details; this key is where Go looks for them.
        metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
    }
    return Object.assign(new Error(message), {
        code: grpc.status.UNKNOWN,
        details: message,
        metadata,
    });
}
