import tseslint from "typescript-eslint";

/** The arrows of the design: what the files of each room may not import. */
const arrows = [
    { from: ["index.ts"], not: "/(cli|sandbox|tests)/|components/" },
    { from: ["examples/**"], not: "/(cli|sandbox|tests)/|components/internal" },
    // The proof inside the program is the command's own, loaded when it is asked for.
    { from: ["components/**"], ignores: ["components/proof.ts"], not: "/(cli|sandbox|tests)/" },
    {
        from: ["components/internal/**"],
        not: "^\\.\\./|^@pulumi/|^node:(fs|http|https|net|child_process)",
    },
    { from: ["sandbox/**"], not: "/(cli|components|tests)(/|$)" },
    { from: ["cli/**"], not: "/tests/|/components(/(?!internal)|$)" },
    {
        from: ["cli/**"],
        ignores: ["cli/commands/{demo,sandbox}.ts", "cli/demo/**", "cli/sandbox*.ts"],
        not: "/tests/|/components(/(?!internal)|$)|\\./sandbox/",
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
        rules: { "no-restricted-imports": ["error", { patterns: [{ regex: not }] }] },
    })),
);
