import { execFileSync } from "node:child_process";
import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";

import type { Stack } from "@pulumi/pulumi/automation";

import { isOk } from "../checks/findings";
import { verifyOnce } from "../checks/verify/index";
import { resolveTarget } from "../checks/verify/target";
import { openStack, packageFolder } from "../cli/demo/workspace";
import type { ProviderCredentials } from "../okta/adminClient";
import { createHttpClient } from "../okta/http";
import { openTestEnvironment, type TestEnvironment } from "../tests/support/testEnvironment";

const RUNS = 9;
const ROOT = packageFolder();

/** Prints the speed goals: each a ratio of two things that were measured in turn, in this run. */
async function main(): Promise<void> {
    const importing = (code: string) => () => void node(code);
    const alone = importing(`require("@pulumi/pulumi"); require("@pulumi/okta");`);
    const library = importing(`require("./dist/components");`);
    print("import of the library / of its two SDKs alone", await medianRatio(library, alone), 1.1);
    print("files of @pulumi/aws that the library loads", Number(node(COUNT_AWS)), 0);

    const world = await openTestEnvironment();
    try {
        const ours = await world.program();
        const flat = await flatProgram(world);
        const calls = [await callsOf(world, ours), await callsOf(world, flat)] as const;
        print("Okta calls of one up / of the flat program's", calls[0] / calls[1], 1);
        const previews = [() => ours.preview(), () => flat.preview()] as const;
        print("preview of index.ts / of the flat program", await medianRatio(...previews), 1.15);
        world.org.faults.add({ latency: 150, times: 1_000_000 });
        print("seconds for verify at 150 ms a call", await verifySeconds(world, ours), 1);
        const { apiToken } = world.org;
        const provider = { kind: "apiToken", apiToken } as const;
        const counted = await verifySeconds(world, ours, provider);
        print("the same with counts of what is seen", counted, 1.5);
    } finally {
        await world.close();
    }

    const demo = await seconds(() => node(`require("./dist/cli/main").run(["demo", "--json"])`));
    print("seconds for the demo, engine present", demo, 20);
}

const COUNT_AWS = `require("./dist/components");
    console.log(Object.keys(require.cache).filter((file) => /@pulumi.aws/.test(file)).length)`;

function print(what: string, figure: number, atMost: number): void {
    const verdict = figure <= atMost ? "ok" : "MISSED";
    const columns = [what.padEnd(48), figure.toFixed(2).padStart(7), `at most ${atMost}`, verdict];
    process.stdout.write(`${columns.join("   ")}\n`);
}

function node(code: string): string {
    const stdio = ["ignore", "pipe", "ignore"] as const;
    return execFileSync(process.execPath, ["-e", code], {
        cwd: ROOT,
        encoding: "utf8",
        stdio: [...stdio],
    });
}

async function flatProgram(world: TestEnvironment): Promise<Stack> {
    const project = join(world.folders.root, "flat");
    await cp(join(ROOT, "bench/flat"), project, { recursive: true });
    await symlink(join(ROOT, "node_modules"), join(project, "node_modules"));
    const config = { "okta:httpProxy": world.org.url, "okta:apiToken": world.org.apiToken };
    return openStack({ ...world, folders: { ...world.folders, project }, config });
}

async function callsOf({ org }: TestEnvironment, stack: Stack): Promise<number> {
    const before = org.calls.length;
    await stack.up();
    return org.calls.length - before;
}

async function verifySeconds(
    { org }: TestEnvironment,
    stack: Stack,
    provider?: ProviderCredentials,
): Promise<number> {
    const outputs = await stack.outputs();
    const text = (name: string) => String(outputs[name]?.value);
    const target = resolveTarget(
        {
            tenantId: text("tenantId"),
            credential: {
                method: "oauth",
                clientId: text("applicationId"),
                privateKey: text("privateKey"),
                keyId: text("keyId"),
            },
            scopes: outputs.grantedScopes?.value as string[],
            loopback: org.url,
            ...(provider && { provider }),
        },
        {},
    );
    return seconds(async () => {
        const report = await verifyOnce(target, createHttpClient());
        if (!isOk(report)) {
            throw new Error(JSON.stringify(report.findings));
        }
    });
}

/** The median of one thing's time over another's, each pair measured back to back. */
async function medianRatio(one: () => unknown, other: () => unknown): Promise<number> {
    const ratios: number[] = [];
    await one();
    await other();
    for (let run = 0; run < RUNS; run++) {
        const first = run % 2 === 0;
        const a = first ? await seconds(one) : undefined;
        const b = await seconds(other);
        ratios.push((a ?? (await seconds(one))) / b);
    }
    return ratios.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? NaN;
}

async function seconds(what: () => unknown): Promise<number> {
    const started = performance.now();
    await what();
    return (performance.now() - started) / 1000;
}

void main();
