import pulumi from "@pulumi/eslint-plugin";
import importSort from "eslint-plugin-simple-import-sort";
import tseslint from "typescript-eslint";

// The arrows between the rooms are in .dependency-cruiser.cjs.
export default tseslint.config(
    { ignores: ["**/dist/", "**/node_modules/"] },
    {
        files: ["**/*.ts"],
        extends: [tseslint.configs.recommendedTypeChecked],
        plugins: { "@pulumi": pulumi, "import-sort": importSort },
        languageOptions: {
            parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname },
        },
        rules: {
            "@pulumi/no-output-in-template-literal": "error",
            "@pulumi/no-output-instance-in-template-literal": "error",
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
            // What a program needs at times only is loaded then. ts-node does not load TypeScript
            // by import(), and bundlers do not see through createRequire.
            "@typescript-eslint/no-require-imports": ["error", { allow: ["/checks/"] }],
            curly: "error",
            "import-sort/imports": "error",
            "no-console": "error",
        },
    },
);
