import { UserError } from "../rules/userError";
import { packageVersion } from "./packageVersion";

/**
 * Loads a module of okta-sandbox, which only the verbs `demo` and `sandbox` need: an installation of
 * this package does not include it.
 *
 * @throws UserError that says how to install it, when it is not installed.
 */
export async function fromSandbox<T>(load: () => Promise<T>): Promise<T> {
    try {
        return await load();
    } catch (error) {
        if (isMissing(error)) {
            throw new UserError(
                "this verb needs the package okta-sandbox: " +
                    `npm install --save-dev okta-sandbox@${packageVersion()}`,
            );
        }
        throw error;
    }
}

// A dependency of okta-sandbox that is missing is another fault, and is reported as it is.
function isMissing(error: unknown): boolean {
    return (
        error instanceof Error &&
        "code" in error &&
        (error.code === "ERR_MODULE_NOT_FOUND" || error.code === "MODULE_NOT_FOUND") &&
        /'okta-sandbox(\/\w+)?'/.test(error.message)
    );
}
