import { CliError } from "../errors";
import { textOf } from "../json";
import type { StackFacts } from "../stack/readStack";

const FORMS = [
    { tenant_id: "tenantId", application_id: "applicationId", private_key: "privateKey" },
    { okta_domain: "oktaDomain", client_id: "clientId", client_secret: "clientSecret" },
] as const;

/** The fields of the form of Rezonate that a stack's outputs fill in, as JSON. */
export function formOf({ outputs, location }: Pick<StackFacts, "outputs" | "location">): string {
    for (const form of FORMS) {
        const fields = Object.entries(form).map(([field, output]) => [
            field,
            textOf(outputs, output),
        ]);
        if (fields.every(([, value]) => value)) {
            return `${JSON.stringify(Object.fromEntries(fields), undefined, 2)}\n`;
        }
    }
    const wanted = FORMS.map((form) => Object.values(form).join(", ")).join(" or ");
    throw new CliError(
        `--stack ${location.stack}: the stack has nothing to hand over. Wanted the outputs ${wanted}: run "pulumi up" first, or export them from your own program.`,
    );
}
