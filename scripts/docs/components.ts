import { readFileSync } from "node:fs";

import { SCHEMA_FILE } from "../schema";

interface Property {
    readonly type?: string;
    readonly $ref?: string;
    readonly items?: Property;
    readonly plain?: boolean;
    readonly description?: string;
}
interface EnumMember {
    readonly value: string;
    readonly description?: string;
}
interface Schema {
    readonly resources: Readonly<
        Record<
            string,
            {
                readonly description: string;
                readonly inputProperties: Readonly<Record<string, Property>>;
                readonly requiredInputs?: readonly string[];
                readonly properties: Readonly<Record<string, Property>>;
            }
        >
    >;
    readonly types: Readonly<
        Record<
            string,
            {
                readonly properties?: Readonly<Record<string, Property>>;
                readonly required?: readonly string[];
                readonly enum?: readonly EnumMember[];
            }
        >
    >;
}

const shortName = (token: string) => token.split(/[:/]/).at(-1) ?? token;

function typeOf({ type, $ref, items }: Property): string {
    if ($ref !== undefined) {
        return shortName($ref);
    }
    return type === "array" && items ? `${typeOf(items)}[]` : (type ?? "any");
}

const cell = (text = "") => text.replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|");

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
    [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

function inputs(properties: Readonly<Record<string, Property>>, required: readonly string[] = []) {
    const rows = Object.entries(properties).map(([name, property]) => [
        `\`${name}\``,
        `\`${typeOf(property)}\`${property.plain ? ", plain" : ""}`,
        required.includes(name) ? "yes" : "",
        cell(property.description),
    ]);
    return table(["arg", "type", "required", "description"], rows);
}

function outputs(properties: Readonly<Record<string, Property>>) {
    const rows = Object.entries(properties).map(([name, property]) => [
        `\`${name}\``,
        `\`${typeOf(property)}\``,
        cell(property.description),
    ]);
    return table(["output", "type", "description"], rows);
}

function values(members: readonly EnumMember[]) {
    const rows = members.map(({ value, description }) => [`\`"${value}"\``, cell(description)]);
    return table(["value", "description"], rows);
}

/** Returns the tables of the args and outputs of every component, as the schema describes them. */
export function componentTables(): string {
    const { resources, types } = JSON.parse(readFileSync(SCHEMA_FILE, "utf8")) as Schema;
    const components = Object.entries(resources).map(([token, component]) =>
        [
            `## ${shortName(token)}`,
            component.description,
            inputs(component.inputProperties, component.requiredInputs),
            outputs(component.properties),
        ].join("\n\n"),
    );
    const definitions = Object.entries(types).map(([token, type]) => {
        const members = type.enum
            ? values(type.enum)
            : inputs(type.properties ?? {}, type.required);
        return [`### ${shortName(token)}`, members].join("\n\n");
    });
    return [...components, "## Types", ...definitions].join("\n\n");
}
