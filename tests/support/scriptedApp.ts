import { thumbprint } from "../../rules/jwk";
import type { Sandbox } from "../../sandbox/org/server";
import { admin, type KeyPair, rsaKey, serviceApp } from "../sandbox/support";

/** An app as the script of Rezonate's guide makes it, with the private key that Rezonate has. */
export interface ScriptedApp {
    readonly id: string;
    readonly key: KeyPair;
    /** What Rezonate was given, as JSON. */
    readonly credentials: string;
    /** Id of the assignment of each admin role, by role. */
    readonly roleAssignments: Record<string, string>;
}

/** Makes such an app by plain API calls; what is not given is as the script has it. */
export async function scriptedApp(
    org: Sandbox,
    {
        label = "Reader",
        scopes = ["okta.users.read"],
        roles = ["READ_ONLY_ADMIN"],
        withUse = false,
    } = {},
): Promise<ScriptedApp> {
    const { privateKey: generated, jwk } = rsaKey();
    const use = withUse ? { use: "sig", alg: "RS256" } : {};
    const key = { privateKey: generated, jwk: { ...jwk, ...use, kid: thumbprint(jwk) } };
    const id = await otherApp(org, () => serviceApp(label, [key]));
    for (const scopeId of scopes) {
        const grant = { issuer: `https://${org.domain}`, scopeId };
        await admin(org, "POST", `/api/v1/apps/${id}/grants`, grant);
    }
    const roleAssignments: Record<string, string> = {};
    for (const type of roles) {
        const { body } = await admin(org, "POST", `/oauth2/v1/clients/${id}/roles`, { type });
        roleAssignments[type] = String(body["id"]);
    }
    const privateKey = key.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const tenant = { tenant_id: "acme", application_id: id, private_key: privateKey };
    return { id, key, credentials: JSON.stringify(tenant), roleAssignments };
}

/** An app of another kind than a component may take over. Returns its id. */
export async function otherApp(
    org: Sandbox,
    change: (body: ReturnType<typeof serviceApp>) => object,
    activate = true,
): Promise<string> {
    const body = change(serviceApp("Customer's own", [rsaKey()]));
    const {
        status,
        body: made,
        text,
    } = await admin(org, "POST", `/api/v1/apps?activate=${activate}`, body);
    if (status !== 200) {
        throw new Error(text);
    }
    return String(made["id"]);
}

/** The body of a web app instead of a service app. */
export function asWebApp(body: ReturnType<typeof serviceApp>): object {
    const oauthClient = {
        application_type: "web",
        grant_types: ["authorization_code"],
        response_types: ["code"],
        redirect_uris: ["https://example.com/callback"],
    };
    return { ...body, settings: { oauthClient } };
}
