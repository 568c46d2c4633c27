import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

/**
 * Runs the tests: `npm test`, or some of them, `npm test -- tests/unit/*.test.ts`. The plugins that
 * the end-to-end tests use can be chosen with `--plugins auto|official|stand-in`.
 */
const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
        plugins: { type: "string", default: process.env.OKTA_PLUGINS ?? "auto" },
        grep: { type: "string" },
    },
});
const specs = positionals.length > 0 ? positionals : ["tests/**/*.test.ts"];
const only = values.grep === undefined ? [] : ["--grep", values.grep];
const { status } = spawnSync("mocha", [...only, ...specs], {
    stdio: "inherit",
    env: { ...process.env, OKTA_PLUGINS: values.plugins },
});
process.exitCode = status ?? 1;
