import tseslint from "typescript-eslint";

/** The arrows of the design: what the files of each room may not import. */
const arrows = [
    { from: ["index.ts"], not: "/(checks|cli|okta|rules|sandbox|tests)/|components/" },
    { from: ["examples/**"], not: "/(checks|cli|components|okta|rules|sandbox|tests)/" },
    { from: ["components/**"], not: "/(cli|sandbox|tests)/" },
    { from: ["checks/**"], not: "/(cli|components|sandbox|tests)/" },
    { from: ["okta/**"], not: "/(checks|cli|components|sandbox|tests)/" },
    { from: ["rules/**"], not: "^\\.\\./|^@pulumi/|^node:(fs|http|https|net|child_process)" },
    { from: ["sandbox/**"], not: "/(checks|cli|components|okta(?!/resources)|rules|tests)/" },
    { from: ["cli/**"], not: "/(components|tests)/" },
];

export default tseslint.config(
    { ignores: ["dist/", "node_modules/"] },
    {
        files: ["**/*.ts"],
        extends: [tseslint.configs.recommendedTypeChecked],
        languageOptions: {
            parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname },
        },
        rules: {
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
            "no-console": "error",
            // What a program needs at times only is loaded then. ts-node does not load TypeScript
            // by import(), and bundlers do not see through createRequire.
            "@typescript-eslint/no-require-imports": ["error", { allow: ["/checks/"] }],
        },
    },
    ...arrows.map(({ from, not }) => ({
        files: from,
        rules: { "no-restricted-imports": ["error", { patterns: [{ regex: not }] }] },
    })),
);
