import { createSandbox } from "../sandbox/org/server";
import type { SandboxOptions } from "./commands/sandbox";
import { CliError } from "./errors";

/** Runs a sandbox org until the process is told to stop. */
export async function runSandbox(options: SandboxOptions): Promise<void> {
    const stopped = stopSignal();
    const org = await createSandbox({ port: options.port, domain: options.domain }).catch(
        (error: unknown) => {
            throw explainStart(error, options.port);
        },
    );
    const lines = options.json
        ? [JSON.stringify({ url: org.url, apiToken: org.apiToken })]
        : humanLines(org);
    process.stdout.write(`${lines.join("\n")}\n`);
    await stopped;
    await org.close();
}

function humanLines(org: { url: string; apiToken: string; domain: string }): string[] {
    const [name = org.domain, ...rest] = org.domain.split(".");
    return [
        `Sandbox Okta org ${org.domain} is up at ${org.url}`,
        "",
        `  admin API token  ${org.apiToken}`,
        "",
        "Paste into a Pulumi stack to use it:",
        "",
        `  pulumi config set oktaDomain ${org.domain}`,
        `  pulumi config set okta:orgName ${name}`,
        `  pulumi config set okta:baseUrl ${rest.join(".")}`,
        `  pulumi config set okta:httpProxy ${org.url}`,
        `  pulumi config set okta:apiToken ${org.apiToken} --secret`,
        "",
        "Everything is kept in memory. Ctrl-C stops it.",
    ];
}

function stopSignal(): Promise<void> {
    return new Promise((resolve) => {
        const stop = (): void => {
            process.off("SIGINT", stop).off("SIGTERM", stop);
            resolve();
        };
        process.on("SIGINT", stop).on("SIGTERM", stop);
    });
}

function explainStart(error: unknown, port: number): Error {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") {
        return new CliError(
            `--port: ${port} is already in use. Stop what runs there, or take a free port with --port 0.`,
        );
    }
    if (code === "EACCES") {
        return new CliError(`--port: ${port} may not be opened by this user. Take one above 1024.`);
    }
    return error instanceof Error ? error : new Error(String(error));
}
