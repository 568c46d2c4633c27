import * as z from "zod";

import { invalid, notFound } from "../errors";
import type { ResourceSet } from "../model";
import { IAM_MANAGING, IAM_READING } from "../roles";
import { type Call, noContent, ok, type Route } from "../route";
import { newId } from "../store";
import { logEvent, party } from "../systemLog";
import { parseBody } from "../validate";

const path = "/api/v1/iam/resource-sets";
const resources = z.array(z.string().regex(/^(orn:|https?:\/\/)[^\s"']+$/)).max(1000);
const fields = { label: z.string().min(1).max(255), description: z.string().max(1000).default("") };
const newSetSchema = z.looseObject({ ...fields, resources: resources.default([]) });
const setSchema = z.looseObject(fields);
const additionsSchema = z.looseObject({ additions: resources.min(1) });

function setView(call: Call, set: ResourceSet) {
    const self = `${call.base}${path}/${set.id}`;
    return {
        id: set.id,
        label: set.label,
        description: set.description,
        created: set.created,
        lastUpdated: set.lastUpdated,
        _links: {
            self: { href: self },
            resources: { href: `${self}/resources` },
            bindings: { href: `${self}/bindings` },
        },
    };
}

function resourceView(call: Call, set: ResourceSet, resource: ResourceSet["resources"][number]) {
    const self = `${call.base}${path}/${set.id}/resources/${resource.id}`;
    const isAddress = resource.orn.startsWith("http");
    return {
        id: resource.id,
        ...(isAddress ? {} : { orn: resource.orn }),
        created: resource.created,
        lastUpdated: resource.lastUpdated,
        _links: { self: { href: isAddress ? resource.orn : self } },
    };
}

/** The resource set of the path, by id or label, or 404. */
export function setOf(call: Call): ResourceSet {
    const idOrLabel = call.param("resourceSetId");
    const { resourceSets } = call.org.store;
    const set =
        resourceSets.get(idOrLabel) ?? resourceSets.find((each) => each.label === idOrLabel);
    if (set === undefined) {
        throw notFound(idOrLabel, "ResourceSet");
    }
    return set;
}

function checkLabel(call: Call, label: string, self?: ResourceSet): void {
    const taken = call.org.store.resourceSets.find((set) => set.label === label);
    if (taken !== undefined && taken !== self) {
        throw invalid("label", "label: There is already a resource set with this label.");
    }
}

function resourcesFrom(names: readonly string[], now: string): ResourceSet["resources"] {
    return [...new Set(names)].map((orn) => ({
        id: newId("ire"),
        orn,
        created: now,
        lastUpdated: now,
    }));
}

function createSet(call: Call) {
    const input = parseBody(call, newSetSchema);
    checkLabel(call, input.label);
    const now = call.org.timestamp();
    const set = call.org.store.resourceSets.set({
        id: newId("iam"),
        label: input.label,
        description: input.description,
        created: now,
        lastUpdated: now,
        resources: resourcesFrom(input.resources, now),
    });
    logEvent(call, "iam.resourceset.create", "Create resource set", [setParty(set)]);
    return ok(setView(call, set));
}

function replaceSet(call: Call) {
    const set = setOf(call);
    const { label, description } = parseBody(call, setSchema);
    checkLabel(call, label, set);
    const changed = { ...set, label, description, lastUpdated: call.org.timestamp() };
    call.org.store.resourceSets.set(changed);
    logEvent(call, "iam.resourceset.update", "Update resource set", [setParty(set)]);
    return ok(setView(call, changed));
}

function deleteSet(call: Call) {
    const { resourceSets, roleAssignments } = call.org.store;
    const set = setOf(call);
    if (roleAssignments.find((assignment) => assignment.resourceSet === set.id)) {
        throw invalid("resourceSet", "The resource set can't be deleted while a role uses it.");
    }
    resourceSets.delete(set.id);
    logEvent(call, "iam.resourceset.delete", "Delete resource set", [setParty(set)]);
    return noContent();
}

function addResources(call: Call) {
    const set = setOf(call);
    const { additions } = parseBody(call, additionsSchema);
    const fresh = additions.filter((orn) => !set.resources.some((each) => each.orn === orn));
    const now = call.org.timestamp();
    const changed = {
        ...set,
        resources: [...set.resources, ...resourcesFrom(fresh, now)],
        lastUpdated: now,
    };
    call.org.store.resourceSets.set(changed);
    logEvent(call, "iam.resourceset.resources.add", "Add resources to set", [setParty(set)]);
    return ok(setView(call, changed));
}

function removeResource(call: Call) {
    const set = setOf(call);
    const id = call.param("resourceId");
    const kept = set.resources.filter((resource) => resource.id !== id);
    if (kept.length === set.resources.length) {
        throw notFound(id, "Resource");
    }
    const lastUpdated = call.org.timestamp();
    call.org.store.resourceSets.set({ ...set, resources: kept, lastUpdated });
    logEvent(call, "iam.resourceset.resources.delete", "Delete resource from set", [setParty(set)]);
    return noContent();
}

function setParty(set: ResourceSet) {
    return party("RESOURCE_SET", set.id, set.label);
}

const source = "OAS, TF";
const reading = { ...IAM_READING, source };
const managing = { ...IAM_MANAGING, source };

export const resourceSetRoutes: Route[] = [
    {
        method: "GET",
        path,
        ...reading,
        supported: "one page",
        handle: (call) =>
            ok({
                "resource-sets": call.org.store.resourceSets
                    .list()
                    .map((set) => setView(call, set)),
                _links: {},
            }),
    },
    {
        method: "POST",
        path,
        ...managing,
        supported: "200, as the specification says",
        handle: createSet,
    },
    {
        method: "GET",
        path: `${path}/:resourceSetId`,
        ...reading,
        supported: "by id or label",
        handle: (call) => ok(setView(call, setOf(call))),
    },
    {
        method: "PUT",
        path: `${path}/:resourceSetId`,
        ...managing,
        supported: "label and description",
        handle: replaceSet,
    },
    {
        method: "DELETE",
        path: `${path}/:resourceSetId`,
        ...managing,
        supported: "refused while a role assignment uses it (unconfirmed)",
        handle: deleteSet,
    },
    {
        method: "GET",
        path: `${path}/:resourceSetId/resources`,
        ...reading,
        supported: "one page",
        handle: (call) => {
            const set = setOf(call);
            const list = set.resources.map((resource) => resourceView(call, set, resource));
            return ok({ resources: list, _links: {} });
        },
    },
    {
        method: "PATCH",
        path: `${path}/:resourceSetId/resources`,
        ...managing,
        supported: "additions; what they name is not checked to exist",
        handle: addResources,
    },
    {
        method: "DELETE",
        path: `${path}/:resourceSetId/resources/:resourceId`,
        ...managing,
        supported: "in full",
        handle: removeResource,
    },
];
