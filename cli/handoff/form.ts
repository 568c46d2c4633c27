import { CliError } from "../errors";
import { fillForm, wantedOutputs, type FilledForm } from "../forms";
import { textOf } from "../json";
import type { StackFacts } from "../stack/readStack";

/** The form of Rezonate that a stack's outputs fill in. */
export function formOf({
    outputs,
    location,
}: Pick<StackFacts, "outputs" | "location">): FilledForm {
    const filled = fillForm((_field, output) => textOf(outputs, output));
    if (filled === undefined) {
        throw new CliError(
            `--stack ${location.stack}: the stack has nothing to hand over. Wanted the outputs ${wantedOutputs}: run "pulumi up" first, or export them from your own program.`,
        );
    }
    return filled;
}
