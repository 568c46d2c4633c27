import { type Html, html } from "./html";

/** A table; on a phone each row of one that is not compact becomes a block. */
export function table(
    heads: readonly string[],
    rows: readonly (readonly Html[])[],
    { isCompact = false, classes = [] as readonly string[] } = {},
): Html {
    return html`<table class="${isCompact ? "compact" : "stacked"}">
        <thead>
            <tr>
                ${heads.map((head, at) => html`<th scope="col" class="${classes[at]}">${head}</th>`)}
            </tr>
        </thead>
        <tbody>
            ${rows.map(
                (cells) =>
                    html` <tr>
                        ${cells}
                    </tr>`,
            )}
        </tbody>
    </table>`;
}
