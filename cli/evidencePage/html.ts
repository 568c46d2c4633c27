import { visibleLines } from "../../rules/visible";

/** Markup that is safe to put into a page. */
export class Html {
    constructor(readonly markup: string) {}
}

/** What a template takes: text is escaped, markup is not, a list is joined, nothing is left out. */
type Part = Html | string | number | null | undefined | false | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};

/** Escapes what stands between the markup of a template. An attribute's value needs quotes around. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
    return new Html(strings.reduce((made, text, at) => made + markupOf(parts[at - 1]) + text));
}

function markupOf(part: Part): string {
    if (part instanceof Html) {
        return part.markup;
    }
    switch (typeof part) {
        case "string":
            return visibleLines(part).replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one);
        case "number":
            return String(part);
        case "object":
            return part === null ? "" : part.map(markupOf).join("");
        default:
            return "";
    }
}
