/**
 * The arrows of the design: what the files of each room may import. Every room is listed with the
 * rooms below it; anything else is an error, and so is a circle of files.
 */
const arrows = {
    "index.ts": ["components"],
    pipeline: ["components"],
    examples: ["components"],
    components: ["checks", "okta", "rules"],
    cli: ["checks", "okta", "rules", "sandbox"],
    checks: ["okta", "rules"],
    okta: ["rules"],
    rules: [],
    sandbox: [],
};
const rooms = Object.keys(arrows);
const pathOf = (room) => (room.endsWith(".ts") ? `^${room.replace(".", "\\.")}$` : `^${room}/`);

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
    forbidden: [
        ...rooms.map((room) => ({
            name: `arrows of ${room}`,
            severity: "error",
            from: { path: pathOf(room) },
            to: {
                path: [...rooms, "scripts", "tests", "bench"]
                    .filter((other) => other !== room && !arrows[room].includes(other))
                    .map(pathOf),
            },
        })),
        {
            name: "rules are pure",
            severity: "error",
            from: { path: "^rules/" },
            to: { path: ["@pulumi/", "^(fs|http|https|child_process)(/|$)"] },
        },
        {
            name: "okta-sandbox by the name of its package",
            severity: "error",
            from: { path: "^cli/" },
            to: { path: "^sandbox/", dependencyTypesNot: ["aliased"] },
        },
        {
            name: "okta-sandbox only where it is needed",
            comment: "It is not installed with this package, so the verbs load it when they run.",
            severity: "error",
            from: { path: "^cli/" },
            to: { path: "^sandbox/", dynamic: false, dependencyTypesNot: ["type-only"] },
        },
        {
            name: "no circles",
            severity: "error",
            from: {},
            to: { circular: true },
        },
    ],
    options: {
        tsPreCompilationDeps: true,
        tsConfig: { fileName: "tsconfig.json" },
        doNotFollow: { path: "node_modules" },
        exclude: { path: "(^|/)dist/" },
    },
};
