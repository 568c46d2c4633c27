import { resolve } from "node:path";

import { unwrapSecrets } from "../../checks/state/secretValues";
import {
    readResources,
    type StackLocation,
    type StackSnapshot,
} from "../../checks/state/stackSnapshot";
import { maskSecrets } from "../../rules/mask";
import { messageOf, UserError } from "../../rules/userError";

/** Reads a stack's state and configuration through the Automation API. Nothing secret passes through argv. */
export async function readStack(location: StackLocation): Promise<StackSnapshot> {
    const { LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
    const workDir = resolve(location.dir ?? ".");
    try {
        const workspace = await LocalWorkspace.create({ workDir });
        const [{ name: project }, state, config] = await Promise.all([
            workspace.projectSettings(),
            workspace.exportStack(location.stack),
            workspace.getAllConfig(location.stack),
        ]);
        const secrets: string[] = [];
        const { resources, ownIds } = readResources(unwrapSecrets(state.deployment, secrets));
        const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
        const encrypted = Object.entries(config).filter(([, { secret }]) => secret === true);
        secrets.push(...encrypted.map(([, { value }]) => value));
        return {
            location,
            project,
            outputs: root?.outputs ?? {},
            resources,
            ownIds,
            config: Object.fromEntries(
                Object.entries(config).map(([key, { value }]) => [key, value]),
            ),
            encryptedKeys: encrypted.map(([key]) => key),
            secrets,
        };
    } catch (error) {
        throw explain(error, location, workDir);
    }
}

function explain(error: unknown, location: StackLocation, workDir: string): Error {
    if (error instanceof UserError) {
        return error;
    }
    const text = messageOf(error);
    const where = `--stack ${location.stack} in ${workDir}`;
    if (/ENOENT|command not found|not found in PATH|Failed to find/i.test(text)) {
        return new UserError(
            `${where}: no Pulumi CLI was found. Install it and put it on PATH; "npm run demo -- --keep" prints how to use the one it gets.`,
        );
    }
    if (/no stack named|stack.*not found/i.test(text)) {
        return new UserError(
            `${where}: there is no such stack. See "pulumi stack ls", and point --dir at the folder with Pulumi.yaml.`,
        );
    }
    if (/passphrase/i.test(text)) {
        return new UserError(
            `${where}: the stack's secrets need its passphrase. Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE.`,
        );
    }
    if (/no Pulumi project found|Pulumi\.yaml/i.test(text)) {
        return new UserError(
            `${where}: there is no Pulumi.yaml. Point --dir at the folder with it.`,
        );
    }
    if (/PULUMI_ACCESS_TOKEN|pulumi login|not logged in/i.test(text)) {
        return new UserError(
            `${where}: Pulumi is not logged in where this state is kept. Run "pulumi login", or set PULUMI_BACKEND_URL or PULUMI_ACCESS_TOKEN.`,
        );
    }
    const stderr = /stderr:\s*([\s\S]*?)(?:\n\s*err\?:|$)/.exec(text)?.[1]?.trim();
    return new UserError(`${where}: the stack cannot be read: ${maskSecrets(stderr || text)}`);
}
