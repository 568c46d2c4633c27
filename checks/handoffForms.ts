import type { Method } from "../rules/methods";
import { registry } from "./registry";

/** What a method's form in Rezonate's console takes, with all its fields. */
export interface HandoffPayload {
    readonly method: Method;
    readonly fields: Readonly<Record<string, string>>;
}

const forms = Object.entries(registry).map(
    ([method, { credentials }]) => [method as Method, credentials.form] as const,
);

/** The first form for all of whose fields there is a value, by the name of the field or of the output. */
export function readHandoffPayload(
    valueOf: (field: string, output: string) => string | undefined,
): HandoffPayload | undefined {
    for (const [method, form] of forms) {
        const fields = Object.entries(form).flatMap(([field, output]) => {
            const value = valueOf(field, output);
            return value ? [[field, value] as const] : [];
        });
        if (fields.length === Object.keys(form).length) {
            return { method, fields: Object.fromEntries(fields) };
        }
    }
    return undefined;
}

/** The outputs that a stack has to have, for an error text. */
export const wantedOutputs = forms.map(([, form]) => Object.values(form).join(", ")).join("; or ");
