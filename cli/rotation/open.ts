import { type FixCommand, up } from "../../checks/drift/commands";
import { editsOf } from "../../checks/rotation/plan";
import { readRotation, type Rotation } from "../../checks/rotation/state";
import type { StackSnapshot } from "../../checks/state/stackSnapshot";
import { readStackState } from "../../checks/state/stackState";
import { credentialsOfStack } from "../../checks/verify/credentials";
import type { Credentials } from "../../checks/verify/method";
import { shellWord } from "../../rules/shell";
import { UserError } from "../../rules/userError";
import type { StackOptions } from "../options";
import { readStack } from "../stack/readStack";
import { runPulumi } from "../stack/runPulumi";

/** A stack whose key is being changed. */
export interface OpenRotation {
    readonly stack: StackSnapshot;
    readonly rotation: Rotation;
    /** The option that names the integration, as a verb is to be given it; empty where it is the only one. */
    readonly flag: string;
    readonly edits: ReturnType<typeof editsOf>;
    /** What a client of the integration is given; throws where the stack has none. */
    credentials(): Credentials;
    /** Edits the stack's configuration. */
    edit(...commands: readonly FixCommand[]): Promise<void>;
    /** Brings Okta to what the configuration says. */
    up(): Promise<void>;
}

/** Reads a stack for a change of its key. */
export async function openRotation(
    options: StackOptions & { readonly integration?: string },
    workDir: string,
): Promise<OpenRotation> {
    const stack = readStackState(await readStack(options));
    const rotation = readRotation(stack, options.integration);
    const { location, project } = stack;
    const run = async (commands: readonly FixCommand[]) => {
        for (const command of commands) {
            await runPulumi(command, workDir, { verb: "rotate" });
        }
    };
    return {
        stack,
        rotation,
        flag:
            options.integration === undefined
                ? ""
                : ` --integration ${shellWord(options.integration)}`,
        edits: editsOf(project, location, rotation.keyConfig),
        credentials: () => {
            const [found] = credentialsOfStack(stack, process.env, rotation.integration.urn);
            if (found === undefined) {
                throw new UserError(
                    `${rotation.integration.name}: it has no credentials yet. Run "pulumi up" first.`,
                );
            }
            return found.credentials;
        },
        edit: (...commands) => run(commands),
        up: () => run([up(location)]),
    };
}
