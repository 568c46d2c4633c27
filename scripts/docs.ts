import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { format, resolveConfig } from "prettier";

import { architecture } from "./docs/architecture";
import { componentTables } from "./docs/components";
import { permissionsPage } from "./docs/permissions";
import { rotationTimeline } from "./docs/rotationTimeline";
import { troubleshooting } from "./docs/troubleshooting";

const ROOT = join(__dirname, "..");
const BEGIN = "<!-- made by `npm run docs`: begin -->";
const END = "<!-- made by `npm run docs`: end -->";

/** Puts text between the markers of a file; throws where the markers are missing. */
function betweenMarkers(file: string, text: string): string {
    const page = readFileSync(join(ROOT, file), "utf8");
    const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
    if (begin < 0 || end < begin) {
        throw new Error(`${file} lacks the lines "${BEGIN}" and "${END}", in this order.`);
    }
    return `${page.slice(0, begin + BEGIN.length)}\n\n${text}\n\n${page.slice(end)}`;
}

async function formatted(file: string, text: string): Promise<string> {
    const path = join(ROOT, file);
    return format(text, { ...(await resolveConfig(path)), filepath: path });
}

/** Returns the generated files by path, each with the text that `npm run docs` writes. */
export async function generatedDocs(): Promise<Record<string, string>> {
    const pages = {
        "docs/troubleshooting.md": troubleshooting(),
        "docs/permissions.md": permissionsPage(),
        "docs/components.md": betweenMarkers("docs/components.md", componentTables()),
    };
    const entries = Object.entries(pages).map(
        async ([file, text]) => [file, await formatted(file, text)] as const,
    );
    return {
        ...Object.fromEntries(await Promise.all(entries)),
        // Prettier has no parser for it.
        "docs/architecture.svg": architecture(),
        "docs/rotation.svg": rotationTimeline(),
    };
}

async function write(): Promise<void> {
    for (const [file, text] of Object.entries(await generatedDocs())) {
        writeFileSync(join(ROOT, file), text);
    }
}

if (require.main === module) {
    void write();
}
