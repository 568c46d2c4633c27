import { textOf } from "../../rules/json";
import { publicJwk } from "../../rules/jwk";
import type { KeyGenerations } from "../../rules/keyGenerations";
import { INTEGRATION_TYPES } from "../../rules/methods";
import { AWS_HANDOFF_TYPE } from "../../rules/resourceTypes";
import {
    checkConfiguredGenerations,
    type KeyConfig,
    OWN_KEY_CONFIG,
    REMEDIATION_KEY_CONFIG,
} from "../../rules/stackConfig";
import { UserError } from "../../rules/userError";
import { expectedApps } from "../oauth/state";
import { desiredConfigOf } from "../preflight/plan";
import { type Integration, integrationsOf, resourcesOf } from "../state/integrations";
import { lineageOf, nameOf, programConfig, type StackSnapshot } from "../state/stackSnapshot";
import { readRecord, type RotationRecord } from "./record";

/** One generation of the key, as the state has it. */
export interface GenerationKey {
    readonly generation: number;
    readonly kid: string;
    /** PKCS#8 PEM. */
    readonly privateKey: string;
    /** When it was made, in ISO 8601. */
    readonly created?: string | undefined;
}

/** Where a stack stands with the generations of its key. */
export interface Rotation {
    readonly integration: Integration;
    /** The keys of the configuration that it edits. */
    readonly keyConfig: KeyConfig;
    /** What the configuration lists, and which of them is handed over. */
    readonly configured: KeyGenerations;
    /** True where the configuration names the current generation. */
    readonly namesCurrent: boolean;
    /** The keys in the state, ascending. */
    readonly keys: readonly GenerationKey[];
    /** The generations that the app in the state trusts. */
    readonly trusted: readonly number[];
    readonly record?: RotationRecord | undefined;
    /** Names of the AwsHandoff components of the stack. */
    readonly handoffs: readonly string[];
}

const PRIVATE_KEY = "tls:index/privateKey:PrivateKey";

/**
 * Reads where a stack stands with the generations of its key.
 *
 * @throws UserError where it has no integration with generated keys, or several, or a program that
 *     lists its generations itself.
 */
export function readRotation(stack: StackSnapshot, wanted?: string): Rotation {
    const integration = oneIntegration(stack, wanted);
    const below = resourcesOf(stack, integration);
    const keys = below
        .filter(({ type }) => type === PRIVATE_KEY)
        .map(({ urn, outputs, created }) => ({
            generation: Number(/-(\d+)$/.exec(nameOf(urn))?.[1]),
            kid: publicJwk(textOf(outputs, "publicKeyPem") ?? "").kid,
            privateKey: textOf(outputs, "privateKeyPemPkcs8") ?? "",
            created,
        }))
        .sort((a, b) => a.generation - b.generation);
    if (keys.length === 0) {
        throw new UserError(
            `${integration.name}: it has no generated key. Rezonate holds the private keys (publicJwks, jwksUri) and changes them itself; list its new public key in publicJwks.`,
        );
    }
    const kids = expectedApps({ resources: below }).flatMap((app) => app.kids);
    const keyConfig = keyConfigOf(stack, integration);
    const current = programConfig(stack, keyConfig.current);
    const rotation = {
        integration,
        keyConfig,
        configured: configuredIn(stack, keyConfig),
        namesCurrent: current !== undefined && current !== "",
        keys,
        trusted: keys.filter(({ kid }) => kids.includes(kid)).map(({ generation }) => generation),
        record: readRecord(programConfig(stack, keyConfig.record)),
        handoffs: stack.resources
            .filter(({ type }) => type === AWS_HANDOFF_TYPE)
            .map(({ urn }) => nameOf(urn)),
    };
    return refuseForeign(stack, rotation);
}

function oneIntegration(stack: StackSnapshot, wanted: string | undefined): Integration {
    const found = integrationsOf(stack, wanted).filter(({ method }) => method === "oauth");
    const [integration, ...others] = found;
    if (integration === undefined || others.length > 0) {
        const names = found.map(({ name }) => name).join(", ") || "none";
        const next =
            integration === undefined ? 'run "pulumi up" first' : "name one with --integration";
        throw new UserError(
            `--stack ${stack.location.stack}: wanted one OAuthIntegration with a key, got ${names}; ${next}.`,
        );
    }
    return integration;
}

/** An integration below another is the app of its remediation. */
function keyConfigOf(stack: StackSnapshot, { urn }: Integration): KeyConfig {
    const [, ...above] = lineageOf(stack, urn);
    return above.some(({ type }) => type === INTEGRATION_TYPES.oauth)
        ? REMEDIATION_KEY_CONFIG
        : OWN_KEY_CONFIG;
}

function configuredIn(stack: StackSnapshot, keys: KeyConfig): KeyGenerations {
    const config = desiredConfigOf(stack);
    const unreadable = (config.problems ?? []).filter(({ propertyPath }) =>
        [keys.generations, keys.current].some((key) => key === propertyPath),
    );
    const checked = checkConfiguredGenerations(config, keys);
    const problems = [...unreadable, ...(checked.ok ? [] : checked.problems)];
    if (!checked.ok || problems.length > 0) {
        const lines = problems.map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`);
        throw new UserError(["The configuration of the stack:", ...lines].join("\n  "));
    }
    return checked.value;
}

// A program of a user's own may list the generations in its source, where no command can edit them.
function refuseForeign(stack: StackSnapshot, rotation: Rotation): Rotation {
    const { configured, keys, keyConfig } = rotation;
    const isConfigured = Boolean(programConfig(stack, keyConfig.generations));
    const isListed = keys.some(({ generation }) => configured.generations.includes(generation));
    if (isConfigured || isListed) {
        return rotation;
    }
    const listed = keys.map(({ generation }) => generation).join(", ");
    throw new UserError(
        `${rotation.integration.name}: its program lists key generation ${listed} itself, and rotate edits the configuration. Change keys.generations in the program, one step at a time: docs/rotation.md.`,
    );
}
