import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { format, resolveConfig } from "prettier";

import { CASES } from "../support/fuzz";
import { openTestEnvironment } from "../support/testEnvironment";
import { type Trial, TRIALS, TRIALS_FILE } from "../support/trials";

/**
 * Runs the tests that kill, lose and lie, and more kills than those, and writes what they saw to
 * docs/reliability.md: `npm run reliability`. What is not done after ten minutes is not in it.
 */
const LIMIT_MS = 600_000;
const INTRODUCTION = `# Reliability

What the tests kill, lose and answer falsely, and how each ended. \`npm run reliability\` makes this page anew in at most ten minutes: it runs the same cases as \`npm test\`, and more kills. The codes are those of [troubleshooting.md](troubleshooting.md).`;
const DOCUMENT = join(__dirname, "..", "..", "docs", "reliability.md");

/** Files whose every test is a row: each throws random inputs at one edge, or bounds one. */
const EDGES = {
    [`Random inputs, at least ${CASES.numRuns} for each row`]: [
        "tests/rules/fuzz.test.ts",
        "tests/okta/fuzz.test.ts",
        "tests/checks/fuzz.test.ts",
        "tests/cli/fuzz.test.ts",
    ],
    "Connections, redirects and lists": ["tests/okta/http.test.ts", "tests/okta/pages.test.ts"],
} as const;

/** What runs side by side, and in each the one file after the other. */
const LANES = [
    ["tests/e2e/lostAnswers.e2e.test.ts"],
    [
        "tests/checks/hostileAnswers.test.ts",
        ...Object.values(EDGES).flat(),
        "tests/reliability/kills.ts",
    ],
];

interface Result {
    readonly file: string;
    readonly fullTitle: string;
    readonly err: { readonly message?: string };
}

interface Run {
    readonly head: string;
    readonly results: readonly Result[];
    readonly trials: readonly Trial[];
    /** Files that the time did not suffice for. */
    readonly late: readonly string[];
}

async function main(): Promise<void> {
    const started = Date.now();
    const world = await openTestEnvironment();
    const { engine, plugins } = world;
    await world.close();
    const folder = await mkdtemp(join(tmpdir(), "reliability-"));
    const results: Result[] = [];
    const trials: Trial[] = [];
    const late: string[] = [];
    try {
        const runLane = async (specs: readonly string[], lane: number): Promise<void> => {
            const output = join(folder, `results-${lane}.json`);
            const log = join(folder, `trials-${lane}`);
            for (const spec of specs) {
                const left = LIMIT_MS - (Date.now() - started);
                await writeFile(log, "");
                process.stdout.write(`${spec}\n`);
                if (left > 0 && (await runMocha(spec, { output, log, left }))) {
                    const { tests } = JSON.parse(await readFile(output, "utf8")) as {
                        tests: Result[];
                    };
                    results.push(...tests);
                } else {
                    late.push(spec);
                }
                const lines = (await readFile(log, "utf8")).trim().split("\n").filter(Boolean);
                trials.push(...lines.map((line) => JSON.parse(line) as Trial));
            }
        };
        await Promise.all(LANES.map(runLane));
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
    const failed = results.filter(({ err }) => err.message !== undefined);
    for (const { fullTitle, err } of failed) {
        process.stderr.write(`FAILED: ${fullTitle}: ${err.message}\n`);
    }
    const seconds = Math.round((Date.now() - started) / 1000);
    const on = `on ${new Date().toISOString().slice(0, 10)}, with Pulumi ${engine.version}, the ${plugins} plugins and Node ${process.versions.node}`;
    const head = `Last made ${on}, against the sandbox org, in ${seconds} seconds: ${results.length} tests ran, ${failed.length} failed.`;
    await writeFile(DOCUMENT, await documentOf({ head, results, trials, late }));
    process.exitCode = failed.length + late.length > 0 ? 1 : 0;
}

/** Runs one file of tests; false where the time is over before it ends. */
async function runMocha(
    spec: string,
    { output, log, left }: { output: string; log: string; left: number },
): Promise<boolean> {
    const reporter = ["--reporter", "json", "--reporter-option", `output=${output}`];
    const child = spawn("mocha", [...reporter, spec], {
        stdio: ["ignore", "ignore", "inherit"],
        env: { ...process.env, [TRIALS_FILE]: log },
        // In a process group of its own, with the engines that it starts.
        detached: true,
    });
    let inTime = true;
    const timer = setTimeout(() => {
        inTime = false;
        if (child.pid !== undefined) {
            process.kill(-child.pid, "SIGKILL");
        }
    }, left);
    await new Promise((resolve, reject) => child.once("close", resolve).once("error", reject));
    clearTimeout(timer);
    return inTime;
}

/** The document, as prettier formats it. */
async function documentOf(run: Run): Promise<string> {
    const ofTrials = (Object.keys(TRIALS) as Trial["kind"][]).map((kind) => {
        const rows = new Map<string, Record<string, string>>();
        for (const { tried, ended } of run.trials.filter((one) => one.kind === kind)) {
            rows.set(tried, { tried, ...rows.get(tried), ...ended });
        }
        // The lanes end in no order of their own.
        const inOrder = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
        return section(TRIALS[kind], inOrder);
    });
    const ofEdges = Object.entries(EDGES).map(([title, files]) => {
        const own = run.results.filter(({ file }) => files.some((one) => file.endsWith(one)));
        const rows = own.map(({ fullTitle, err }) => ({
            "what holds": fullTitle,
            "how it ended": err.message === undefined ? "held" : "FAILED",
        }));
        return section(title, rows);
    });
    const late = run.late.map((spec) => `\`${spec}\``).join(", ");
    const missing = late === "" ? "" : `The ten minutes were over before the end of ${late}.`;
    const text = [INTRODUCTION, run.head, missing, ...ofTrials, ...ofEdges].join("\n\n");
    return format(text, { ...(await resolveConfig(DOCUMENT)), parser: "markdown" });
}

function section(title: string, rows: readonly Readonly<Record<string, string>>[]): string {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const line = (cells: readonly string[]) =>
        `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
    const body = rows.map((row) => line(columns.map((column) => row[column] ?? "")));
    return [`## ${title}`, "", line(columns), line(columns.map(() => "---")), ...body].join("\n");
}

void main();
