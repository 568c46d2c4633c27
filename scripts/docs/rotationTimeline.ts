/** Steps of a rotation as docs/rotation.md shows them: the configuration, and what it means. */
const STEPS = [
    { list: "[1]", current: "", doing: "before", trusts: [1], handed: 1 },
    { list: "[1, 2]", current: "currentKey: 1", doing: "add", trusts: [1, 2], handed: 1 },
    { list: "[1, 2]", current: "", doing: "hand over", trusts: [1, 2], handed: 2 },
    { list: "[2]", current: "", doing: "drop", trusts: [2], handed: 2 },
] as const;

const LEFT = 150;
const STEP = 170;
const ROW = 52;
const TOP = 96;
const SIZE = { width: LEFT + STEPS.length * STEP + 20, height: TOP + 3 * ROW + 30 };

/** Returns the text of docs/rotation.svg: which keys work, and which is handed over, over time. */
export function rotationTimeline(): string {
    const heads = STEPS.flatMap(({ list, current, doing }, index) => {
        const x = LEFT + index * STEP + STEP / 2;
        return [
            text(x, 28, doing, "head"),
            text(x, 50, `keyGenerations: ${list}`, "note"),
            text(x, 68, current, "note"),
        ];
    });
    const rows = [1, 2].flatMap((generation, row) => [
        text(LEFT - 14, TOP + row * ROW + 26, `generation ${generation} works`, "name"),
        bar(row, (step) => step.trusts.some((one) => one === generation), `key${generation}`),
    ]);
    const handed = STEPS.map(({ handed: generation }, index) =>
        rect(LEFT + index * STEP, TOP + 2 * ROW, STEP, `key${generation}`),
    );
    return `${[
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" font-family="sans-serif" role="img" aria-label="A rotation over time: generation 1 works until it is dropped, generation 2 from when it is added, and what is handed over changes in between.">`,
        "<style>.head{font-weight:bold;font-size:14px;text-anchor:middle}.note{font-size:12px;text-anchor:middle}.name{font-size:13px;text-anchor:end}.key1{fill:#9db7d5}.key2{fill:#7fc297}</style>",
        `<rect width="${SIZE.width}" height="${SIZE.height}" fill="#fff"/>`,
        ...heads,
        ...rows,
        text(LEFT - 14, TOP + 2 * ROW + 26, "handed over", "name"),
        ...handed,
        "</svg>",
    ].join("\n")}\n`;
}

function bar(row: number, isThere: (step: (typeof STEPS)[number]) => boolean, key: string): string {
    return STEPS.map((step, index) =>
        isThere(step) ? rect(LEFT + index * STEP, TOP + row * ROW, STEP, key) : "",
    )
        .filter(Boolean)
        .join("\n");
}

function rect(x: number, y: number, width: number, key: string): string {
    return `<rect class="${key}" x="${x}" y="${y + 4}" width="${width}" height="34"/>`;
}

function text(x: number, y: number, words: string, kind: string): string {
    return words === "" ? "" : `<text class="${kind}" x="${x}" y="${y}">${words}</text>`;
}
