/** What each of Rezonate's forms takes, by method: its fields, and the stack output for each. */
export const handoffFields = {
    oauth: { tenant_id: "tenantId", application_id: "applicationId", private_key: "privateKey" },
    marketplace: {
        okta_domain: "oktaDomain",
        client_id: "clientId",
        client_secret: "clientSecret",
    },
    "api-key": { okta_domain: "oktaDomain", api_key: "apiKey" },
} as const;

type Forms = typeof handoffFields;

/** A form with all its fields. */
export type HandoffPayload = {
    [Method in keyof Forms]: {
        readonly method: Method;
        readonly fields: { readonly [Field in keyof Forms[Method]]: string };
    };
}[keyof Forms];

/** The first form for all of whose fields there is a value, by the name of the field or of the output. */
export function readHandoffPayload(
    valueOf: (field: string, output: string) => string | undefined,
): HandoffPayload | undefined {
    for (const [method, form] of Object.entries(handoffFields)) {
        const fields = Object.entries(form).map(([field, output]) => [
            field,
            valueOf(field, output),
        ]);
        if (fields.every(([, value]) => value)) {
            return { method, fields: Object.fromEntries(fields) as object } as HandoffPayload;
        }
    }
    return undefined;
}

/** The outputs that a stack has to have, for an error text. */
export const wantedOutputs = Object.values(handoffFields)
    .map((form) => Object.values(form).join(", "))
    .join("; or ");
