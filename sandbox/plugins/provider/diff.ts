import * as rpc from "@pulumi/pulumi/proto/provider_pb";

import { differences, type Properties } from "./properties";
import { decode } from "./value";

/** Builds the detailed diff between the recorded state and new inputs. */
export function diff(properties: Properties, request: rpc.DiffRequest): rpc.DiffResponse {
    const state = decode(request.getOlds()).values;
    const ignored = request.getIgnorechangesList();
    const all = differences(properties, state, decode(request.getNews()).values);
    const changes = all.filter(({ property }) => !ignored.includes(property));
    const response = new rpc.DiffResponse();
    const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
    response.setChanges(changes.length === 0 ? DIFF_NONE : DIFF_SOME);
    response.setHasdetaileddiff(true);
    for (const { property, kind, replaces } of changes) {
        response.addDiffs(property);
        if (replaces) {
            response.addReplaces(property);
        }
        const detail = new rpc.PropertyDiff();
        detail.setKind(KINDS[kind][replaces ? 1 : 0]);
        response.getDetaileddiffMap().set(property, detail);
    }
    return response;
}

const { Kind } = rpc.PropertyDiff;
const KINDS = {
    add: [Kind.ADD, Kind.ADD_REPLACE],
    update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
    delete: [Kind.DELETE, Kind.DELETE_REPLACE],
} as const;
