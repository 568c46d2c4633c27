import * as z from "zod";

import {
    checkRoomForSecret,
    masked,
    newSecret,
    secretById,
    secretView,
    withoutSecret,
    withStatus,
} from "../clientSecrets";
import { invalid, notFound } from "../errors";
import type { ApiService, ClientSecret } from "../model";
import { page } from "../paging";
import { type Assignee, assignRole } from "../roleAssignments";
import { SUPER_ONLY } from "../roles";
import { type Call, created, noContent, ok, type Route } from "../route";
import { deletePrincipal, newId, randomCharacters } from "../store";
import { logEvent, party } from "../systemLog";
import { parseBody } from "../validate";

const path = "/integrations/api/v1/api-services";

// Okta's own catalogue cannot be read by API. These are the types that recordings and Rezonate name.
const CATALOGUE = ["anzennaapiservice", "rezonatesecurity"];

const schema = z.looseObject({
    type: z.string().regex(/^[a-z0-9_]{1,100}$/),
    grantedScopes: z.array(z.string().regex(/^okta\.[A-Za-z0-9.]+$/)).min(1),
    properties: z.record(z.string(), z.unknown()).nullish(),
});

function serviceView(call: Call, service: ApiService) {
    return {
        id: service.id,
        type: service.type,
        name: service.name,
        createdAt: service.createdAt,
        createdBy: service.createdBy,
        configGuideUrl: `${call.base}/docs/${service.type}`,
        grantedScopes: service.grantedScopes,
        properties: service.properties,
        _links: {
            self: {
                href: `${call.base}${path}/${service.id}`,
                hints: { allow: ["GET", "DELETE"] },
            },
            client: {
                href: `${call.base}/oauth2/v1/clients/${service.id}`,
                hints: { allow: ["GET"] },
            },
            logo: { name: "medium", href: `${call.base}/assets/img/logos/default.png` },
        },
    };
}

function serviceOf(call: Call): ApiService {
    const id = call.param("serviceId");
    const service = call.org.store.apiServices.get(id);
    if (service === undefined) {
        throw notFound(id, "ApiServiceIntegrationInstance");
    }
    return service;
}

function createService(call: Call) {
    const { org, principal } = call;
    const input = parseBody(call, schema);
    if (!CATALOGUE.includes(input.type)) {
        throw invalid("type", `type: '${input.type}' is not an API service integration.`);
    }
    const now = org.timestamp();
    const secret = newSecret(now, randomCharacters(64));
    const service = org.store.apiServices.set({
        id: newId("0oa"),
        type: input.type,
        name: input.type,
        createdAt: now,
        createdBy: principal.kind === "user" ? principal.userId : "unknown",
        grantedScopes: [...new Set(input.grantedScopes)],
        properties: input.properties ?? {},
        secrets: [secret],
    });
    logEvent(call, "app.oauth2.client.lifecycle.create", "Create OAuth client", [
        party("PublicClientApp", service.id, service.name),
    ]);
    // As Okta's System Log shows, an integration is made super admin; its scopes alone limit it.
    assignRole(call, assigneeOf(service), { type: "SUPER_ADMIN" });
    return created({ ...serviceView(call, service), clientSecret: secret.secret });
}

function assigneeOf(service: ApiService): Assignee {
    const path = `/oauth2/v1/clients/${service.id}`;
    return { type: "CLIENT", id: service.id, label: service.name, path };
}

function deleteService(call: Call) {
    const service = serviceOf(call);
    call.org.store.apiServices.delete(service.id);
    deletePrincipal(call.org.store, service.id);
    logEvent(call, "app.oauth2.client.lifecycle.delete", "Delete OAuth client", [
        party("PublicClientApp", service.id, service.name),
    ]);
    return noContent();
}

function viewSecret(call: Call, service: ApiService, secret: ClientSecret, shown: string) {
    const self = `${call.base}${path}/${service.id}/credentials/secrets/${secret.id}`;
    return secretView(self, secret, shown);
}

function addSecret(call: Call) {
    const service = serviceOf(call);
    checkRoomForSecret(service.secrets);
    const secret = newSecret(call.org.timestamp());
    call.org.store.apiServices.set({ ...service, secrets: [...service.secrets, secret] });
    return created(viewSecret(call, service, secret, secret.secret));
}

function setStatus(call: Call, status: ClientSecret["status"]) {
    const service = serviceOf(call);
    const secret = secretById(service.secrets, call.param("secretId"));
    const secrets = withStatus(service.secrets, secret, status, call.org.timestamp());
    call.org.store.apiServices.set({ ...service, secrets });
    const changed = secretById(secrets, secret.id);
    return ok(viewSecret(call, service, changed, masked(changed)));
}

const secretPath = `${path}/:serviceId/credentials/secrets`;
const source = "VCR:TestAPIServiceIntegration_crd, OAS";
const reading = { scope: "okta.oauthIntegrations.read", roles: SUPER_ONLY, source } as const;
const managing = { scope: "okta.oauthIntegrations.manage", roles: SUPER_ONLY, source } as const;

export const apiServiceRoutes: Route[] = [
    {
        method: "GET",
        path,
        ...reading,
        supported: "after; super admins only (unconfirmed, stricter)",
        handle: (call) => {
            const { apiServices } = call.org.store;
            return page(
                call,
                apiServices,
                apiServices.list(),
                { usual: 50, most: 200 },
                (service) => serviceView(call, service),
            );
        },
    },
    {
        method: "POST",
        path,
        ...managing,
        supported: `the types ${CATALOGUE.join(" and ")}, with any scopes; another type is 400 (the text is unconfirmed). Several instances of a type, as the specification's words let expect (unconfirmed). The secret is shown here only. The integration becomes SUPER_ADMIN, limited by its scopes.`,
        handle: createService,
    },
    {
        method: "GET",
        path: `${path}/:serviceId`,
        ...reading,
        supported: "in full",
        handle: (call) => ok(serviceView(call, serviceOf(call))),
    },
    {
        method: "DELETE",
        path: `${path}/:serviceId`,
        ...managing,
        supported: "in full",
        handle: deleteService,
    },
    {
        method: "GET",
        path: secretPath,
        ...reading,
        supported: "masked",
        handle: (call) => {
            const service = serviceOf(call);
            return ok(service.secrets.map((each) => viewSecret(call, service, each, masked(each))));
        },
    },
    {
        method: "POST",
        path: secretPath,
        ...managing,
        supported: "two at most; shown here only",
        handle: addSecret,
    },
    {
        method: "DELETE",
        path: `${secretPath}/:secretId`,
        ...managing,
        supported: "inactive secrets only",
        handle: (call) => {
            const service = serviceOf(call);
            const secret = secretById(service.secrets, call.param("secretId"));
            const secrets = withoutSecret(service.secrets, secret);
            call.org.store.apiServices.set({ ...service, secrets });
            return noContent();
        },
    },
    {
        method: "POST",
        path: `${secretPath}/:secretId/lifecycle/activate`,
        ...managing,
        supported: "in full",
        handle: (call) => setStatus(call, "ACTIVE"),
    },
    {
        method: "POST",
        path: `${secretPath}/:secretId/lifecycle/deactivate`,
        ...managing,
        supported: "not the last active secret (unconfirmed)",
        handle: (call) => setStatus(call, "INACTIVE"),
    },
];
