import * as z from "zod";

import { SETTINGS_READERS, SUPER_ONLY } from "../roles";
import { type Call, ok, type Route } from "../route";
import { parseBody } from "../validate";

const path = "/api/v1/org";
const schema = z.looseObject({ clientPrivilegesSetting: z.boolean() });

function orgView({ base, org }: Call) {
    const subdomain = org.domain.split(".")[0] ?? org.domain;
    return {
        id: org.id,
        companyName: subdomain,
        status: "ACTIVE",
        subdomain,
        website: `https://www.${subdomain}.example`,
        address1: null,
        address2: null,
        city: null,
        state: null,
        country: null,
        postalCode: null,
        phoneNumber: null,
        supportPhoneNumber: null,
        endUserSupportHelpURL: null,
        created: org.created,
        lastUpdated: org.created,
        expiresAt: null,
        _links: {
            uploadLogo: { href: `${base}/api/v1/org/logo`, hints: { allow: ["POST"] } },
            contacts: { href: `${base}/api/v1/org/contacts` },
            preferences: { href: `${base}/api/v1/org/preferences` },
            oktaSupport: { href: `${base}/api/v1/org/privacy/oktaSupport` },
            oktaCommunication: { href: `${base}/api/v1/org/privacy/oktaCommunication` },
        },
    };
}

function setting(call: Call) {
    return ok({ clientPrivilegesSetting: call.org.clientPrivilegesSetting });
}

export const orgRoutes: Route[] = [
    {
        method: "GET",
        path,
        scope: "okta.orgs.read",
        roles: SETTINGS_READERS,
        supported: "the settings are fixed",
        source: "OAS",
        handle: (call) => ok(orgView(call)),
    },
    {
        method: "GET",
        path: `${path}/settings/clientPrivilegesSetting`,
        scope: "okta.orgs.read",
        roles: SETTINGS_READERS,
        supported: "Settings > Account > Public client app admins",
        source: "OAS, DD:guides/implement-oauth-for-okta-serviceapp",
        handle: setting,
    },
    {
        method: "PUT",
        path: `${path}/settings/clientPrivilegesSetting`,
        scope: "okta.orgs.manage",
        roles: SUPER_ONLY,
        supported:
            "when on, a service app becomes SUPER_ADMIN with the next scope granted to it. Super admins only (unconfirmed, stricter).",
        source: "OAS, DD:guides/implement-oauth-for-okta-serviceapp",
        handle: (call) => {
            call.org.clientPrivilegesSetting = parseBody(call, schema).clientPrivilegesSetting;
            return setting(call);
        },
    },
];
