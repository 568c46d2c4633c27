import { CliError } from "../errors";
import { fillForm, wantedOutputs } from "../forms";
import { textOf } from "../json";
import type { StackFacts } from "../stack/readStack";

/** The fields of the form of Rezonate that a stack's outputs fill in, as JSON. */
export function formOf({ outputs, location }: Pick<StackFacts, "outputs" | "location">): string {
    const filled = fillForm((_field, output) => textOf(outputs, output));
    if (filled === undefined) {
        throw new CliError(
            `--stack ${location.stack}: the stack has nothing to hand over. Wanted the outputs ${wantedOutputs}: run "pulumi up" first, or export them from your own program.`,
        );
    }
    return `${JSON.stringify(filled.fields, undefined, 2)}\n`;
}
