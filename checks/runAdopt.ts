import {
    type AdminClient,
    findProviderCredentials,
    openAdminClient,
    secretsOf,
} from "../okta/adminClient";
import { ADOPTED_MEMBER } from "../rules/adoptConfig";
import { maskSecrets } from "../rules/mask";
import type { Method } from "../rules/methods";
import { partRemediation } from "../rules/remediation";
import type { StackConfig } from "../rules/stackConfig";
import { UserError } from "../rules/userError";
import { visibleLines } from "../rules/visible";
import {
    type AdoptionPlan,
    type Candidate,
    type Difference,
    type MethodAdoption,
    refusedPlan,
} from "./adopt/method";
import { type CheckOptions, environmentOf, httpOf } from "./options";
import { desiredConfigOf, planOf } from "./preflight/plan";
import { registry } from "./registry";
import type { StackSnapshot } from "./state/stackSnapshot";
import { readStackState, type StackState } from "./state/stackState";

/** What `adopt` takes. Of the ids, that of the stack's method; without it, what fits is listed. */
export interface AdoptOptions extends CheckOptions {
    /** The stack that is to take something over. */
    readonly stack: StackState;
    /** With oauth: id of the app. */
    readonly application?: string | undefined;
    /** With marketplace: id of the API service integration, which is its client id. */
    readonly integrationId?: string | undefined;
    /** With api-key: id of the service user. */
    readonly userId?: string | undefined;
    /** Ids of the resources of other stacks, by the stack's name: an app belongs to one stack. */
    readonly otherStacks?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** What `adopt` found. */
export interface AdoptReport {
    /** "ok": it can be done; "refused": it cannot; "could_not_check": the org could not be read. */
    readonly outcome: "ok" | "refused" | "could_not_check";
    readonly org: string;
    readonly method: Method;
    readonly applicationId?: string;
    readonly integrationId?: string;
    readonly userId?: string;
    /** What there is to take over, the likeliest first. */
    readonly candidates?: readonly Candidate[];
    readonly differences: readonly Difference[];
    /** What the stack's configuration has to hold, by key; an object or list as JSON. */
    readonly edits: Readonly<Record<string, string>>;
    /** Why it cannot be done, one sentence each. */
    readonly problems: readonly string[];
}

/**
 * Says how a stack can take over what is in the org already, or what there is. It changes nothing,
 * prints nothing, and starts no process.
 *
 * @throws UserError where an input is wrong.
 */
export async function adopt(options: AdoptOptions): Promise<AdoptReport> {
    const stack = readStackState(options.stack);
    const { app: config } = partRemediation(desiredConfigOf(stack), new Date());
    const { method, org, address, configFaults } = planOf(
        // The login comes from the user who is taken over.
        { ...config, login: config.login ?? ANY_LOGIN, orgUrl: options.orgUrl },
        stack.location,
    );
    const { adoption } = registry[method];
    const id = idIn(options, method, adoption);
    if (configFaults.length > 0) {
        throw new UserError(
            ["The configuration of the stack is wrong:", ...configFaults].join("\n  "),
        );
    }
    const env = environmentOf(options);
    const credentials = findProviderCredentials(stack.config, env, stack.location.dir);
    if (credentials === undefined) {
        throw new UserError(
            "okta:apiToken: there are no credentials for the okta provider. Set them: pulumi config set --secret okta:apiToken",
        );
    }
    const finish = (
        report: Omit<AdoptReport, "org" | "method" | "edits" | "differences"> &
            Partial<AdoptReport>,
    ) => {
        const hide = (text: string): string =>
            visibleLines(maskSecrets(text, [...stack.secrets, ...secretsOf(credentials)]));
        const { differences = [], edits = {}, problems, ...rest } = report;
        return {
            ...rest,
            org,
            method,
            edits,
            differences: differences.map((one) => ({ ...one, detail: hide(one.detail) })),
            problems: problems.map(hide),
        };
    };
    const opened = await openAdminClient(credentials, address, httpOf(options));
    if ("failure" in opened) {
        return finish({ outcome: "could_not_check", problems: [opened.failure.detail] });
    }
    const { client } = opened;
    if (id === undefined) {
        const found = await adoption.candidates(client, config);
        return "unread" in found
            ? finish({ outcome: "could_not_check", problems: [found.unread] })
            : finish({ outcome: "ok", problems: [], candidates: found });
    }
    const others = options.otherStacks;
    const plan = await planFor(client, adoption, id, { stack, config, others });
    const { problems, unread, ...changes } = plan;
    const faults = problems.length > 0 ? problems : unread;
    return finish({
        [ADOPTED_MEMBER[method]]: id,
        // Half of what has to be set would be worse than nothing.
        ...(faults.length === 0 && changes),
        outcome: problems.length > 0 ? "refused" : unread.length > 0 ? "could_not_check" : "ok",
        problems: faults.map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`),
    });
}

const ANY_LOGIN = "service.user@example.com";

function withArticle(what: string): string {
    return `${/^[aeiou]/.test(what) ? "an" : "a"} ${what}`;
}

/** The id that was given, which has to be one of what the stack's method takes over. */
function idIn(options: AdoptOptions, method: Method, { option }: MethodAdoption) {
    for (const { adoption } of Object.values(registry)) {
        if (adoption.option !== option && options[adoption.option] !== undefined) {
            throw new UserError(
                `${adoption.option}: it names ${withArticle(adoption.what)}, and the stack's method is ${method}; wanted ${option}, or the other method: pulumi config set method`,
            );
        }
    }
    return options[option];
}

async function planFor(
    client: AdminClient,
    { what, option, type, isId, form, plan }: MethodAdoption,
    id: string,
    subject: {
        readonly stack: StackSnapshot;
        readonly config: StackConfig;
        readonly others: AdoptOptions["otherStacks"];
    },
): Promise<AdoptionPlan> {
    if (!isId(id)) {
        return refusedPlan(option, `got "${id}"; wanted ${form}.`);
    }
    const own = subject.stack.resources.find((one) => one.type === type);
    if (own !== undefined) {
        const state =
            own.id === id
                ? `has taken over this ${what} already`
                : `has made the ${what} ${own.id}`;
        return refusedPlan(
            option,
            `the stack ${state}; wanted a stack without one. Use another stack.`,
        );
    }
    const [owner] = Object.entries(subject.others ?? {}).filter(([, ids]) => ids.includes(id));
    if (owner !== undefined) {
        return refusedPlan(
            option,
            `${id} belongs to the stack ${owner[0]}; two stacks would undo each other's changes. Use that stack, or take the ${what} out of its state first.`,
        );
    }
    return plan(client, id, subject.config, Object.values(subject.others ?? {}).flat());
}
