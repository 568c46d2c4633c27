import { gatewayProblems } from "./gateways";
import { Checked, checkedValue, InputProblem, show } from "./problem";
import { hasHiddenCharacters } from "./visible";

/** The service user whose API token Rezonate is to use, and from where. */
export interface ServiceUser {
    readonly login: string;
    readonly email: string;
    /** Undefined where the token is to work from any address. */
    readonly gateways?: readonly string[];
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const TOKEN_ID = /^00T[A-Za-z0-9]{17}$/;

/** Checks who the service user is and from where its API token may be used. */
export function checkServiceUser(given: {
    readonly login?: unknown;
    readonly email?: unknown;
    readonly gateways?: unknown;
    readonly apiTokenId?: unknown;
}): Checked<ServiceUser> {
    const { login, email = login, gateways, apiTokenId } = given;
    const faults: InputProblem[] = [];
    const refuse = (propertyPath: string, got: unknown, reason: string) =>
        faults.push({ propertyPath, reason: `got ${show(got)}; ${reason}` });

    if (!isEmail(login)) {
        const wanted = "wanted a name for the service user in the form of an email address";
        refuse("login", login, `${wanted}. Set login to one that nobody in the org has.`);
    }
    if (!isEmail(email) && email !== login) {
        const wanted = "wanted an email address that somebody reads: Okta sends it the activation";
        refuse("email", email, `${wanted}. Leave it out where the login is one.`);
    }
    faults.push(...gatewayProblems(gateways, "the key"));
    if (
        apiTokenId !== undefined &&
        !(typeof apiTokenId === "string" && TOKEN_ID.test(apiTokenId))
    ) {
        // Longer ones are not repeated: who mixes them up has put the key itself here.
        const isLong = typeof apiTokenId === "string" && apiTokenId.length > 20;
        const got = isLong ? `a text of ${apiTokenId.length} characters` : show(apiTokenId);
        const wanted = "wanted the id of an API token, 00T and 17 letters and digits";
        const reason = `got ${got}; ${wanted}. "rezonate-okta doctor" prints it.`;
        faults.push({ propertyPath: "apiTokenId", reason });
    }
    const value = { login, email, gateways } as ServiceUser;
    return checkedValue(value, faults);
}

/** Checks an API key for what it cannot be. No text of this check holds the key. */
export function checkApiKey(apiKey: unknown): Checked<string> {
    const wrong =
        typeof apiKey !== "string" || apiKey === ""
            ? "nothing"
            : TOKEN_ID.test(apiKey)
              ? "the id of an API token, not its value"
              : /^(SSWS|Bearer)\b/i.test(apiKey)
                ? "a whole Authorization header"
                : /\s/.test(apiKey)
                  ? "a text with blanks or line ends in it"
                  : undefined;
    if (wrong === undefined) {
        return { ok: true, value: apiKey as string };
    }
    const reason =
        `got ${wrong}; wanted the API token as Okta showed it once, 42 characters. Set it as a ` +
        `secret: \`pulumi config set --secret apiKey\``;
    return { ok: false, problems: [{ propertyPath: "apiKey", reason }] };
}

/** What is wrong with an API key that anybody with the stack's settings can read. */
export const KEY_IN_CLEAR: InputProblem = {
    propertyPath: "apiKey",
    reason:
        "it is in the stack's settings in clear, and wanted encrypted. Take it to be known: " +
        "revoke it in Okta, create another, and run `pulumi config set --secret apiKey`",
};

/**
 * Refuses a token that Okta does not show, or that somebody else made: that one has its maker's
 * rights, and a fence would lock them out.
 */
export function checkToken(
    apiTokenId: string,
    found: {
        readonly serviceUser: string;
        readonly userId?: string;
        /** Why Okta did not show it. */
        readonly refusal?: string;
    },
): Checked<string> {
    const { serviceUser, userId, refusal = "" } = found;
    if (userId === serviceUser) {
        return { ok: true, value: apiTokenId };
    }
    const got =
        userId !== undefined
            ? `a token of the user ${userId}`
            : /404/.test(refusal)
              ? "which no token has: revoked, ended, or mistyped"
              : `which Okta does not show (${refusal.split("\n")[0]})`;
    const reason =
        `got ${show(apiTokenId)}, ${got}; wanted a token of the service user ${serviceUser}. ` +
        `"rezonate-okta doctor" prints its tokens. Where there is none, sign in to the Admin ` +
        `Console as the service user and create one; until then: \`pulumi config rm apiTokenId\``;
    return { ok: false, problems: [{ propertyPath: "apiTokenId", reason }] };
}

/** What a person has to do after the service user is there, since Okta lets nobody else do it. */
export function nextSteps(login: string, apiTokenId: string | undefined): string {
    const set = "pulumi config set --secret apiKey";
    return apiTokenId === undefined
        ? `Okta cannot make an API key by API, so a person has to, as the service user: activate ` +
              `${login} by the mail that Okta sent if it is new, sign in with it to the Admin Console, and ` +
              `create a token under Security > API > Tokens. Then: ${set}, run "rezonate-okta ` +
              `doctor" for the line that sets apiTokenId, and pulumi up.`
        : `${login} has the API token ${apiTokenId}, but its value is not set: ${set}. Okta shows ` +
              `it only once; where it is lost, create another token and set both.`;
}

function isEmail(value: unknown): boolean {
    return (
        typeof value === "string" &&
        value.length <= 100 &&
        EMAIL.test(value) &&
        !hasHiddenCharacters(value)
    );
}
