import {
    type AdminClient,
    findProviderCredentials,
    openAdminClient,
    secretsOf,
} from "../okta/adminClient";
import { adoptionProblems, isAppId } from "../rules/adopt";
import { DEFAULT_LABEL } from "../rules/label";
import { maskSecrets } from "../rules/mask";
import { partRemediation } from "../rules/remediation";
import { OktaType } from "../rules/resourceTypes";
import { requestedScopes } from "../rules/scopes";
import type { StackConfig } from "../rules/stackConfig";
import { UserError } from "../rules/userError";
import { visibleText } from "../rules/visible";
import { type AdoptionPlan, type Difference, planAdoption } from "./adopt/plan";
import { fetchServiceApp, fetchServiceApps, type ServiceAppSnapshot } from "./adopt/snapshot";
import { fetchAnyApp, kindOf } from "./oauth/adoptable";
import { type CheckOptions, environmentOf, httpOf } from "./options";
import { desiredConfigOf, planOf } from "./preflight/plan";
import type { StackSnapshot } from "./state/stackSnapshot";
import { readStackState, type StackState } from "./state/stackState";

/** What `adopt` takes. */
export interface AdoptOptions extends CheckOptions {
    /** The stack that is to take an app over. */
    readonly stack: StackState;
    /** Id of the app. Without it, the apps that fit are listed. */
    readonly application?: string | undefined;
    /** Ids of the resources of other stacks, by the stack's name: an app belongs to one stack. */
    readonly otherStacks?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** An app that fits. */
export interface Candidate {
    readonly applicationId: string;
    readonly label: string;
    readonly status: string;
    /** How many of the scopes that the stack wants are granted; undefined where it is not known. */
    readonly wantedScopes?: number | undefined;
    /** How many other scopes are granted. */
    readonly otherScopes?: number | undefined;
    readonly roles?: readonly string[] | undefined;
    /** How many public keys it has. */
    readonly keys: number;
}

/** What `adopt` found. */
export interface AdoptReport {
    /** "ok": it can be done; "refused": it cannot; "could_not_check": the org could not be read. */
    readonly outcome: "ok" | "refused" | "could_not_check";
    readonly org: string;
    readonly applicationId?: string;
    /** The apps that fit, the likeliest first. */
    readonly candidates?: readonly Candidate[];
    readonly differences: readonly Difference[];
    /** What the stack's configuration has to hold, by key; an object or list as JSON. */
    readonly edits: Readonly<Record<string, string>>;
    /** Why it cannot be done, one sentence each. */
    readonly problems: readonly string[];
}

/**
 * Says how a stack can take over an app that is in the org already, or which apps there are. It
 * changes nothing, prints nothing, and starts no process.
 *
 * @throws UserError where an input is wrong.
 */
export async function adopt(options: AdoptOptions): Promise<AdoptReport> {
    const stack = readStackState(options.stack);
    const { app: config } = partRemediation(desiredConfigOf(stack), new Date());
    const { method, org, address, configFaults } = planOf(
        { ...config, orgUrl: options.orgUrl },
        stack.location,
    );
    if (method !== "oauth") {
        throw new UserError(
            `method: got ${method}; only oauth takes over an app. Set it: pulumi config set method oauth`,
        );
    }
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
        report: Omit<AdoptReport, "org" | "edits" | "differences"> & Partial<AdoptReport>,
    ) => {
        const hide = (text: string): string =>
            visibleText(maskSecrets(text, [...stack.secrets, ...secretsOf(credentials)]));
        const { differences = [], edits = {}, problems, ...rest } = report;
        return {
            ...rest,
            org,
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
    if (options.application === undefined) {
        const found = await fetchServiceApps(client);
        return "unread" in found
            ? finish({
                  outcome: "could_not_check",
                  problems: [`The apps of the org could not be listed: ${found.unread}`],
              })
            : finish({ outcome: "ok", problems: [], candidates: candidates(found, config) });
    }
    const plan = await planFor(client, options.application, {
        stack,
        config,
        others: options.otherStacks,
    });
    const { problems, unread, ...changes } = plan;
    const faults = problems.length > 0 ? problems : unread;
    return finish({
        applicationId: options.application,
        // Half of what has to be set would be worse than nothing.
        ...(faults.length === 0 && changes),
        outcome: problems.length > 0 ? "refused" : unread.length > 0 ? "could_not_check" : "ok",
        problems: faults.map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`),
    });
}

async function planFor(
    client: AdminClient,
    application: string,
    subject: {
        readonly stack: StackSnapshot;
        readonly config: StackConfig;
        readonly others: AdoptOptions["otherStacks"];
    },
): Promise<AdoptionPlan> {
    const refuse = (...reasons: string[]): AdoptionPlan => ({
        differences: [],
        edits: {},
        problems: reasons.map((reason) => ({ propertyPath: "application", reason })),
        unread: [],
    });
    if (!isAppId(application)) {
        return refuse(
            `got "${application}"; wanted the id of an app, 0oa and 17 letters or digits.`,
        );
    }
    const own = subject.stack.resources.find(({ type }) => type === OktaType.App);
    if (own !== undefined) {
        const state =
            own.id === application
                ? "has taken over this app already"
                : `has made the app ${own.id}`;
        return refuse(`the stack ${state}; wanted a stack without an app. Use another stack.`);
    }
    const [owner] = Object.entries(subject.others ?? {}).filter(([, ids]) =>
        ids.includes(application),
    );
    if (owner !== undefined) {
        return refuse(
            `${application} belongs to the stack ${owner[0]}; two stacks would undo each other's changes. Use that stack, or take the app out of its state first.`,
        );
    }
    const found = await fetchAnyApp(client, application);
    if ("problem" in found) {
        return found.isGone
            ? refuse(found.problem.reason)
            : { ...refuse(), unread: [{ ...found.problem, propertyPath: "application" }] };
    }
    const unfit = adoptionProblems(application, kindOf(found.app));
    return unfit.length > 0
        ? refuse(...unfit.map(({ reason }) => reason))
        : planAdoption(await fetchServiceApp(client, found.app), subject.config);
}

function candidates(found: readonly ServiceAppSnapshot[], config: StackConfig): Candidate[] {
    const wanted = requestedScopes(config);
    const likely = ({ label, wantedScopes = 0 }: Candidate): number =>
        (label === (config.label ?? DEFAULT_LABEL) ? 1000 : /rezonate/i.test(label) ? 500 : 0) +
        wantedScopes;
    return found
        .map(({ app, grants, roles }) => ({
            applicationId: app.id,
            label: app.label,
            status: app.status,
            wantedScopes: grants?.filter((scope) => wanted.includes(scope)).length,
            otherScopes: grants?.filter((scope) => !wanted.includes(scope)).length,
            roles: roles?.map(({ type }) => type),
            keys: app.settings?.oauthClient?.jwks?.keys.length ?? 0,
        }))
        .sort((a, b) => likely(b) - likely(a));
}
