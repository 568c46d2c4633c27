import { textOf, textsOfList } from "../../rules/json";
import { OktaType } from "../../rules/resourceTypes";
import { allowedFrom } from "../network/restriction";
import type { Credential, MethodCredentials } from "../verify/method";
import { customRolesOf, expectedApps } from "./state";

/** The private key of a service app. */
export interface OAuthCredential extends Credential<"oauth"> {
    readonly clientId: string;
    readonly privateKey: string;
    /** The `kid` of the key, when the source knows it. */
    readonly keyId?: string;
}

const form = {
    tenant_id: "tenantId",
    application_id: "applicationId",
    private_key: "privateKey",
} as const;

/** What the OAuth method hands over. */
export const oauthCredentials: MethodCredentials<OAuthCredential, keyof typeof form> = {
    form,
    vendorHeldForm: { tenant_id: form.tenant_id, application_id: form.application_id },
    read: ({ tenant_id: tenantId, application_id: clientId, private_key: privateKey }, keyId) => ({
        tenantId,
        credential: { method: "oauth", clientId, privateKey, keyId },
    }),
    secretOf: ({ privateKey }) => privateKey,
    rolesIn: ({ resources }, { clientId }) =>
        resources
            .filter(({ type }) => type === OktaType.AppRole)
            .filter(({ outputs }) => textOf(outputs, "clientId") === clientId)
            .flatMap(({ outputs }) => textOf(outputs, "type") ?? []),
    isViewLimitedIn: (stack, { clientId }) =>
        customRolesOf(stack).some(
            (one) => one.clientId === clientId && one.roles.some(({ isLimited }) => isLimited),
        ),
    permissionsIn: ({ resources }, { clientId }) => {
        const roles = resources
            .filter(({ type }) => type === OktaType.AppRole)
            .filter(({ outputs }) => textOf(outputs, "clientId") === clientId)
            .flatMap(({ outputs }) => textOf(outputs, "role") ?? []);
        return resources
            .filter(({ type, id = "" }) => type === OktaType.CustomRole && roles.includes(id))
            .flatMap(({ outputs }) => textsOfList(outputs["permissions"]));
    },
    allowedFromIn: (stack, { clientId }) => {
        const app = expectedApps(stack).find((one) => one.clientId === clientId);
        return app && allowedFrom(app.network, app.zone);
    },
};
