import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

/**
 * Runs the tests: `npm test`, or some of them, `npm test -- tests/unit/*.test.ts`. The plugins that
 * the end-to-end tests use can be chosen with `--plugins auto|official|stand-in`, and how many files
 * run side by side with `--jobs`.
 */
const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
        plugins: { type: "string", default: process.env.OKTA_PLUGINS ?? "auto" },
        grep: { type: "string" },
        jobs: { type: "string", default: "2" },
    },
});
const specs = positionals.length > 0 ? positionals : ["tests/**/*.test.ts"];
const only = values.grep === undefined ? [] : ["--grep", values.grep];
const sideBySide = values.jobs === "1" ? [] : ["--parallel", "--jobs", values.jobs];
const { status } = spawnSync("mocha", [...only, ...sideBySide, ...specs], {
    stdio: "inherit",
    env: { ...process.env, OKTA_PLUGINS: values.plugins },
});
process.exitCode = status ?? 1;
