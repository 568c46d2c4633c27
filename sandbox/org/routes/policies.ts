import { invalid, notFound } from "../errors";
import type { Policy } from "../model";
import { page } from "../paging";
import { APP_MANAGERS, SETTINGS_READERS } from "../roles";
import { type Call, noContent, ok, type Route } from "../route";
import { appOf } from "./apps";

function policyView(base: string, policy: Policy) {
    const self = `${base}/api/v1/policies/${policy.id}`;
    return {
        id: policy.id,
        status: policy.status,
        name: policy.name,
        description: policy.description,
        priority: policy.priority,
        system: policy.system,
        conditions: null,
        created: policy.created,
        lastUpdated: policy.lastUpdated,
        _links: {
            self: { href: self, hints: { allow: ["GET", "PUT", "DELETE"] } },
            rules: { href: `${self}/rules`, hints: { allow: ["GET", "POST"] } },
        },
        type: policy.type,
    };
}

function policyOf(call: Call): Policy {
    const id = call.param("policyId");
    const policy = call.org.store.policies.get(id);
    if (policy === undefined) {
        throw notFound(id, "Policy");
    }
    return policy;
}

const reading = { scope: "okta.policies.read", roles: SETTINGS_READERS } as const;

export const policyRoutes: Route[] = [
    {
        method: "GET",
        path: "/api/v1/policies",
        ...reading,
        supported:
            "type is required; status, limit, after. Authentication policies exist with edition idx only.",
        source: "TF, OAS",
        handle: (call) => {
            const type = call.query.get("type");
            if (type === null || type === "") {
                throw invalid("type", "type: The field cannot be left blank");
            }
            const status = call.query.get("status");
            const { policies } = call.org.store;
            const list = policies.filter(
                (policy) => policy.type === type && (status === null || policy.status === status),
            );
            return page(call, policies, list, { usual: 20, most: 200 }, (policy) =>
                policyView(call.base, policy),
            );
        },
    },
    {
        method: "GET",
        path: "/api/v1/policies/:policyId",
        ...reading,
        supported: "without rules and conditions",
        source: "OAS",
        handle: (call) => ok(policyView(call.base, policyOf(call))),
    },
    {
        method: "PUT",
        path: "/api/v1/apps/:appId/policies/:policyId",
        scope: "okta.apps.manage",
        roles: APP_MANAGERS,
        supported: "access policies only",
        source: "VCR, TF",
        handle: (call) => {
            const app = appOf(call);
            const policy = policyOf(call);
            if (policy.type !== "ACCESS_POLICY") {
                throw notFound(policy.id, "Policy");
            }
            call.org.store.apps.set({ ...app, accessPolicyId: policy.id });
            return noContent();
        },
    },
];
