import { Command, InvalidArgumentError, Option } from "commander";

/** What the sandbox verb takes on the command line. */
export interface SandboxOptions {
    readonly port: number;
    readonly domain: string;
    readonly json?: boolean;
}

/** Adds `rezonate-okta sandbox`: a local Okta org to try and test against. */
export function registerSandbox(program: Command): void {
    program
        .command("sandbox")
        .description("Starts a local Okta org on loopback, and keeps it until Ctrl-C.")
        .addOption(
            new Option("--port <number>", "port on 127.0.0.1; 0 takes a free one")
                .default(4280)
                .argParser(parsePort),
        )
        .option("--domain <name>", "Okta domain the org answers for", "acme.okta.com")
        .option("--json", 'print one line {"url","apiToken"} when ready, and nothing else')
        .addHelpText(
            "after",
            [
                "",
                "Examples:",
                "  rezonate-okta sandbox                      the org that stack dev points at",
                "  rezonate-okta sandbox --port 0 --json      for scripts: a free port, one JSON line",
                "  curl -s http://127.0.0.1:4280/.well-known/okta-organization",
            ].join("\n"),
        )
        .action(async (options: SandboxOptions) => {
            const { runSandbox } = await import("../sandboxRun.js");
            await runSandbox(options);
        });
}

function parsePort(value: string): number {
    const port = Number(value);
    if (!/^\d+$/.test(value) || port > 65535) {
        throw new InvalidArgumentError(`Got "${value}", wanted a port number from 0 to 65535.`);
    }
    return port;
}
