import type { ProgramInfo } from "@pulumi/pulumi/proto/language_pb";

/** The `runtime.options` of a Pulumi.yaml for a Node program. */
export interface RuntimeOptions {
    readonly typescript: boolean;
    readonly tsconfig?: string;
    readonly nodeargs: readonly string[];
    readonly packagemanager: "npm" | "yarn" | "pnpm" | "bun";
}

/**
 * Reads the runtime options.
 *
 * @throws Error that names an option of the wrong type.
 */
export function runtimeOptions(info: ProgramInfo | undefined): RuntimeOptions {
    const options: Record<string, unknown> = info?.getOptions()?.toJavaScript() ?? {};
    const manager = text(options, "packagemanager") ?? "auto";
    return {
        typescript: flag(options, "typescript") ?? true,
        tsconfig: text(options, "tsconfig") || undefined,
        nodeargs: splitWords(text(options, "nodeargs") ?? ""),
        packagemanager: packageManager(manager),
    };
}

/** Splits a command line into words by a shell's rules for quotes and backslashes. */
export function splitWords(line: string): string[] {
    const words: string[] = [];
    let word: string | undefined;
    let quote = "";
    for (let at = 0; at < line.length; at++) {
        const char = line.charAt(at);
        if (quote) {
            if (char === quote) {
                quote = "";
            } else if (char === "\\" && quote === '"') {
                word = (word ?? "") + line.charAt(++at);
            } else {
                word = (word ?? "") + char;
            }
        } else if (char === "'" || char === '"') {
            quote = char;
            word ??= "";
        } else if (/\s/.test(char)) {
            if (word !== undefined) {
                words.push(word);
            }
            word = undefined;
        } else {
            word = (word ?? "") + (char === "\\" ? line.charAt(++at) : char);
        }
    }
    if (quote) {
        throw new Error(`nodeargs has an unclosed ${quote}: ${line}`);
    }
    if (word !== undefined) {
        words.push(word);
    }
    return words;
}

function packageManager(name: string): RuntimeOptions["packagemanager"] {
    switch (name) {
        case "auto":
            return "npm";
        case "npm":
        case "yarn":
        case "pnpm":
        case "bun":
            return name;
        default:
            throw new Error(
                `the runtime option packagemanager is "${name}"; ` +
                    "it must be auto, npm, yarn, pnpm or bun",
            );
    }
}

function flag(options: Record<string, unknown>, name: string): boolean | undefined {
    const value = options[name];
    if (value === undefined || typeof value === "boolean") {
        return value;
    }
    throw new Error(`the runtime option ${name} must be true or false, not ${typeof value}`);
}

function text(options: Record<string, unknown>, name: string): string | undefined {
    const value = options[name];
    if (value === undefined || typeof value === "string") {
        return value;
    }
    throw new Error(`the runtime option ${name} must be a string, not ${typeof value}`);
}
