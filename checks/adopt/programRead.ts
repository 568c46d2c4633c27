import {
    type AdminClient,
    programAccess,
    type ProviderSettings,
    secretsOf,
} from "../../okta/adminClient";
import { maskSecrets } from "../../rules/mask";
import type { InputProblem } from "../../rules/problem";
import { messageOf } from "../../rules/userError";

/** How a running program reads what it is to take over. */
export interface ProgramRead {
    readonly host: string;
    /** Settings of the program's okta provider. */
    readonly settings: ProviderSettings;
    /** What an OAuth app asks for: a scope that the provider has anyway for its resources. */
    readonly scope: string;
    /** What is read, in words: "app". */
    readonly what: string;
    /** The input that names it. */
    readonly propertyPath: string;
}

/** What a running program finds wrong with taking something over, also that it cannot be read. Never throws. */
export async function problemsReadBy(
    { host, settings, scope, what, propertyPath }: ProgramRead,
    read: (client: AdminClient) => Promise<InputProblem[]>,
): Promise<InputProblem[]> {
    const refuse = (reason: string): InputProblem[] => [{ propertyPath, reason }];
    const access = programAccess(host, settings, scope);
    if (access === undefined) {
        return refuse(
            `the okta provider has no credentials to read the ${what} with. Set okta:apiToken.`,
        );
    }
    try {
        const opened = await access.open();
        return "failure" in opened
            ? refuse(`the ${what} could not be read: ${opened.failure.detail}`)
            : await read(opened.client);
    } catch (error) {
        const reason = maskSecrets(messageOf(error), secretsOf(access.credentials));
        return refuse(`the ${what} could not be read: ${reason}`);
    }
}
