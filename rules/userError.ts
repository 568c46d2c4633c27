/** Exit codes of every verb: all is well, something was found, or it could not be checked at all. */
export const ExitCode = { Ok: 0, Findings: 1, CouldNotCheck: 2 } as const;

/** What a thrown value says went wrong. */
export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

/** A fault that the user can fix: its message is complete by itself and is printed without a stack. */
export class UserError extends Error {
    readonly exitCode: number;

    constructor(message: string, exitCode: number = ExitCode.CouldNotCheck) {
        super(message);
        this.name = "UserError";
        this.exitCode = exitCode;
    }
}

/**
 * A UserError about one option of a check, by the name that it has in a program. The command puts
 * its flag in the place of the name.
 */
export class OptionError extends UserError {
    constructor(
        readonly option: string,
        readonly reason: string,
    ) {
        super(`${option}: ${reason}`);
    }
}
