import tseslint from "typescript-eslint";

/** The arrows of the design: who may import whom. */
const arrows = [
    { from: ["index.ts"], not: ["**/cli/**", "**/sandbox/**", "**/components/**"] },
    { from: ["components/**"], not: ["**/cli/**", "**/sandbox/**", "**/tests/**"] },
    {
        from: ["components/internal/**"],
        not: [
            "@pulumi/*",
            "../*",
            "node:fs",
            "node:fs/*",
            "node:http*",
            "node:net",
            "node:child_process",
        ],
    },
    {
        from: ["sandbox/**"],
        not: ["**/cli/**", "**/components/**", "**/components", "**/tests/**"],
    },
    {
        from: ["cli/**"],
        ignores: ["cli/commands/demo.ts", "cli/commands/sandbox.ts", "cli/demo/**"],
        not: [
            "**/sandbox/**",
            "**/tests/**",
            "**/components/*",
            "**/components",
            "!**/components/internal",
        ],
    },
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
        },
    },
    ...arrows.map(({ from, ignores = [], not }) => ({
        files: from,
        ignores,
        rules: { "no-restricted-imports": ["error", { patterns: [{ group: not }] }] },
    })),
);
