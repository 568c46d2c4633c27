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

/** What is handed over of an integration whose private keys Rezonate holds; undefined of others. */
export function vendorHeldPayload(
    method: Method,
    valueOf: (output: string) => string | undefined,
): HandoffPayload | undefined {
    const form = Object.entries(registry[method].credentials.vendorHeldForm ?? {});
    const fields = form.flatMap(([field, output]) => {
        const value = valueOf(output);
        return value ? [[field, value] as const] : [];
    });
    return form.length > 0 && fields.length === form.length
        ? { method, fields: Object.fromEntries(fields) }
        : undefined;
}

/** The outputs that a stack has to have, for an error text. */
export const wantedOutputs = forms.map(([, form]) => Object.values(form).join(", ")).join("; or ");
