import { memberOf, textOf, textsOfList } from "../../rules/json";
import type { Method } from "../../rules/methods";
import { checkOktaDomain } from "../../rules/oktaDomain";
import { isCredentialKey, type ProviderCredentials } from "../../rules/providerCredentials";
import { OktaType } from "../../rules/resourceTypes";
import { checkStackConfig, networkOf } from "../../rules/stackConfig";
import { UserError } from "../../rules/userError";
import { type FixCommand, removeConfig, setConfig, setSecret, up } from "../drift/commands";
import { desiredConfigOf } from "../preflight/plan";
import { integrationsOf } from "../state/integrations";
import type { StackLocation, StackSnapshot } from "../state/stackSnapshot";
import type { StackState } from "../state/stackState";

/** The org of a stack, and by which methods it gives access. */
export interface StackPurpose {
    readonly oktaDomain: string;
    readonly tenantId?: string | undefined;
    readonly methods: readonly Method[];
    /** Set where it makes network zones of gateways. */
    readonly networkZones?: true;
}

/**
 * What a stack is for: by its configuration, or where its program has that in its source, by its
 * state.
 *
 * @throws UserError where neither tells the org.
 */
export function purposeOf(stack: StackSnapshot): StackPurpose {
    const config = desiredConfigOf(stack);
    const { oktaDomain, tenantId } = config;
    const made = integrationsOf(stack);
    if (oktaDomain !== undefined) {
        const org = checkOktaDomain(oktaDomain, tenantId);
        const methods = [...checkStackConfig(config).methods, ...made.map(({ method }) => method)];
        const domain = org.ok ? org.value.domain : oktaDomain;
        return {
            oktaDomain: domain,
            tenantId,
            methods: [...new Set(methods)],
            ...((networkOf(config).gateways !== undefined || hasZones(stack)) && MAKES_ZONES),
        };
    }
    const orgs = [...new Set(made.flatMap(({ outputs }) => textOf(outputs, "oktaDomain") ?? []))];
    const [org, ...others] = orgs;
    if (org === undefined || others.length > 0) {
        const got = orgs.join(", ") || "nothing";
        throw new UserError(
            `oktaDomain: got ${got}; wanted one org. Set oktaDomain in the stack's configuration, or use PipelineApp in a program of your own: docs/pipeline-app.md.`,
        );
    }
    const tenants = made.map(({ outputs }) => textOf(outputs, "tenantId"));
    const isOwn = tenants[0] === undefined || org.startsWith(`${tenants[0]}.`);
    return {
        oktaDomain: org,
        ...(!isOwn && { tenantId: tenants[0] }),
        methods: [...new Set(made.map(({ method }) => method))],
        ...(hasZones(stack) && MAKES_ZONES),
    };
}

const MAKES_ZONES = { networkZones: true } as const;

function hasZones({ resources }: StackSnapshot): boolean {
    return resources.some(({ type }) => type === OktaType.Zone);
}

/** Name of the stack that makes the app for the pipeline of another stack. */
export function pipelineStackOf(stack: string, project: string): string {
    const segments = stack.split("/");
    const name = `${segments.pop()}-pipeline`;
    // Where a backend has organizations, a full name also has the project.
    return [...(segments.length > 1 ? [segments[0], project] : segments), name].join("/");
}

/** The keys of the pipeline stack's configuration for a token: until it is revoked, and from then on. */
export const TOKEN_KEY = "tokenToRevoke";
export const REVOKED_KEY = "tokenRevokedAt";

/** Where the two stacks lie. */
export interface PipelineLocation {
    readonly stack: StackLocation;
    readonly pipeline: StackLocation;
    /** Name of the project of the pipeline stack. */
    readonly pipelineProject: string;
    /** The secrets provider of the first, where its file names one. */
    readonly secretsProvider?: string | undefined;
}

/** The commands that make the app, as a Super Admin. What the pipeline stack has already is not set again. */
export function makeCommands(
    { pipeline, pipelineProject, secretsProvider }: PipelineLocation,
    { oktaDomain, tenantId, methods, networkZones }: StackPurpose,
    config: Readonly<Record<string, string>>,
    made?: Pick<StackSnapshot, "config">,
): FixCommand[] {
    const { stack, dir = "." } = pipeline;
    const provider = secretsProvider === undefined ? [] : ["--secrets-provider", secretsProvider];
    const org = {
        oktaDomain,
        ...(tenantId && { tenantId }),
        methods: JSON.stringify(methods),
        ...((networkZones || made?.config[`${pipelineProject}:networkZones`]) && {
            networkZones: String(networkZones === true),
        }),
    };
    const wanted = [
        ...Object.entries(org).map(([key, value]) => [`${pipelineProject}:${key}`, value] as const),
        ...Object.entries(config).filter(
            ([key]) => key.startsWith("okta:") && !isCredentialKey(key),
        ),
    ];
    return [
        ...(made === undefined
            ? [["stack", "select", stack, "--create", ...provider, "--cwd", dir]]
            : []),
        ...wanted
            .filter(([key, value]) => made?.config[key] !== value)
            .map(([key, value]) => setConfig(pipeline, key, value)),
        up(pipeline),
    ];
}

/** The provider settings that the pipeline stack has as outputs. */
export type PipelineCredentials = Extract<ProviderCredentials, { kind: "oauth" }>;

/** Reads the credentials that a pipeline stack has made; undefined where it has made none. */
export function pipelineCredentialsOf({ outputs }: StackSnapshot): PipelineCredentials | undefined {
    const clientId = textOf(outputs, "clientId");
    const privateKey = textOf(outputs, "privateKey");
    const privateKeyId = textOf(outputs, "privateKeyId");
    const scopes = textsOfList(memberOf(outputs, "scopes"));
    return clientId === undefined || privateKey === undefined || scopes.length === 0
        ? undefined
        : { kind: "oauth", clientId, privateKey, privateKeyId, scopes };
}

const SECRETS = ["apiToken", "accessToken", "privateKey"];

/** A stack as it is with these provider credentials in its configuration, and no others. */
export function withCredentials(state: StackState, credentials: ProviderCredentials): StackState {
    const rest = Object.entries(state.config ?? {}).filter(([key]) => !isCredentialKey(key));
    const own = Object.entries({ ...credentials, kind: undefined }).flatMap(([name, value]) => {
        const text = Array.isArray(value) ? JSON.stringify(value) : value;
        const secret = SECRETS.includes(name);
        return typeof text === "string" ? [[`okta:${name}`, { value: text, secret }]] : [];
    });
    return { ...state, config: Object.fromEntries([...rest, ...own]) as StackState["config"] };
}

/** True for two texts of one key: Pulumi leaves out the last line end of what it reads. */
export function isSameKey(one: string | undefined, other: string): boolean {
    return one?.trim() === other.trim();
}

/** What the configuration of a stack still needs, so that it has these credentials and no others. */
export interface ConfigEdits {
    readonly plain: readonly FixCommand[];
    /** Takes the key on its standard input. */
    readonly secret?: FixCommand;
    readonly removed: readonly FixCommand[];
}

/** Finds what is to be edited; a run that broke off has done a part of it. */
export function credentialEdits(
    { location, config, encryptedKeys }: StackSnapshot,
    { clientId, privateKey, privateKeyId, scopes }: PipelineCredentials,
): ConfigEdits {
    const wanted = {
        clientId,
        ...(privateKeyId && { privateKeyId }),
        scopes: JSON.stringify(scopes),
    };
    const isKept =
        isSameKey(config["okta:privateKey"], privateKey) &&
        encryptedKeys.includes("okta:privateKey");
    return {
        plain: Object.entries(wanted)
            .filter(([key, value]) => config[`okta:${key}`] !== value)
            .map(([key, value]) => setConfig(location, `okta:${key}`, value)),
        ...(!isKept && { secret: setSecret(location, "okta:privateKey") }),
        removed: ["okta:apiToken", "okta:accessToken"]
            .filter((key) => config[key] !== undefined)
            .map((key) => removeConfig(location, key)),
    };
}
