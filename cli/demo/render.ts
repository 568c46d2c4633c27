import { dirname, join } from "node:path";

import { OktaType, SIGNING_KEYS_TYPE } from "../../rules/resourceTypes";
import { shellWord } from "../../rules/shell";
import type { StackResource } from "./operations";
import type { DemoState } from "./steps";

/** The stack's resources as a tree, each with what a reader wants to know of it. */
export function describeResources({ resources = [] }: DemoState): string[] {
    const known = new Set(resources.map((resource) => resource.urn));
    const branch = (parent: string | undefined, indent: string): string[] =>
        resources
            .filter((one) => (known.has(one.parent ?? "") ? one.parent : undefined) === parent)
            .flatMap((one, index, siblings) => {
                const last = index === siblings.length - 1;
                return [
                    `${indent}${last ? "└─" : "├─"} ${one.name}  ${shortType(one)}  ${note(one)}`.trimEnd(),
                    ...branch(one.urn, `${indent}${last ? "   " : "│  "}`),
                ];
            });
    return branch(undefined, "  ");
}

/** The stack's outputs with secrets masked. */
export function describeOutputs({ outputs = {} }: DemoState): string[] {
    const width = Math.max(...Object.keys(outputs).map((name) => name.length));
    return Object.entries(outputs).map(([name, { value, secret }]) => {
        const text = Array.isArray(value) ? `${value.length} scopes` : String(value);
        return `  ${name.padEnd(width)}  ${secret ? "[secret]" : text}`;
    });
}

/** How to go on by hand with a stack that is kept. */
export function handOver({ folders, environment = {}, engine, org }: DemoState): string[] {
    const variables = Object.entries(environment).filter(([, value]) => value !== "");
    // Also verify and doctor look for the engine on PATH.
    const path =
        engine === undefined || engine.source === "path"
            ? []
            : [`  export PATH=${shellWord(dirname(engine.command))}:"$PATH"`];
    const self = ["node", ...process.execArgv, process.argv[1] ?? ""].map(shellWord).join(" ");
    return [
        "The org and the stack stay up until Ctrl-C, which removes both. In another terminal:",
        "",
        `  cd ${shellWord(folders?.project ?? "")}`,
        ...variables.map(([name, value]) => `  export ${name}=${shellWord(value)}`),
        ...path,
        "  pulumi up --stack dev",
        `  ${self} verify --stack dev`,
        `  ${self} doctor --stack dev`,
        "",
        `The org answers at ${org?.url ?? ""}; the stack's state is in ${join(folders?.root ?? "", "state")}.`,
    ];
}

function shortType({ type }: StackResource): string {
    return type.slice(type.lastIndexOf(":") + 1);
}

function note({ type, outputs }: StackResource): string {
    switch (type) {
        case OktaType.App:
            return `"${String(outputs.label)}", ${String(outputs.status)}`;
        case OktaType.AppScopes:
            return (outputs.scopes as string[]).join(" ");
        case OktaType.AppRole:
            return String(outputs.label);
        case SIGNING_KEYS_TYPE:
            return `key id ${String(outputs.keyId)}`;
        default:
            return "";
    }
}
