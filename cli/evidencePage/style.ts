/** The style of the evidence page: a document to read, on a screen, a phone and paper. */
export const STYLE = `
:root {
    color-scheme: light dark;
    --paper: #fbfaf7; --ink: #1c1e21; --soft: #5d636b; --line: #dcd8cf; --card: #ffffff;
    --good: #1d6b45; --bad: #a4262c; --open: #80560a; --tint: #f2efe8;
}
@media (prefers-color-scheme: dark) {
    :root {
        --paper: #16181b; --ink: #e8e6e1; --soft: #a2a6ad; --line: #34383e; --card: #1d2024;
        --good: #7cc79f; --bad: #f09a9a; --open: #e0b565; --tint: #24282d;
    }
}
* { box-sizing: border-box; }
body {
    margin: 0; background: var(--paper); color: var(--ink);
    font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif;
    -webkit-text-size-adjust: 100%;
}
main { max-width: 62rem; margin: 0 auto; padding: 3.5rem 2rem 4rem; }
h1, h2 { font-family: Charter, "Iowan Old Style", "Palatino Linotype", Georgia, serif; font-weight: 600; line-height: 1.2; letter-spacing: -0.01em; }
h1 { font-size: 2.3rem; margin: 0.3rem 0 0.6rem; }
h2 { font-size: 1.55rem; margin: 0; }
h3 { font-size: 1rem; margin: 2.2rem 0 0.6rem; }
p { margin: 0 0 0.7rem; max-width: 42rem; }
.eyebrow { color: var(--soft); font-size: 0.78rem; letter-spacing: 0.09em; text-transform: uppercase; margin: 0; }
.soft { color: var(--soft); }
.small { font-size: 0.88rem; }
header { border-bottom: 2px solid var(--ink); padding-bottom: 1.6rem; }
.facts { display: flex; flex-wrap: wrap; gap: 0.3rem 2.4rem; margin: 1.2rem 0 0; }
.facts div { min-width: 0; }
dt { color: var(--soft); font-size: 0.82rem; }
dd { margin: 0; overflow-wrap: anywhere; }
.integration { margin-top: 3.2rem; }
.title { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.3rem 1rem; }
.figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: 1px; background: var(--line); border: 1px solid var(--line); border-radius: 6px; overflow: hidden; margin: 1.2rem 0 0; }
.figures div { background: var(--card); padding: 0.9rem 1.1rem; display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.figures dd { font: 600 1.5rem/1.25 Charter, "Iowan Old Style", "Palatino Linotype", Georgia, serif; font-variant-numeric: lining-nums; }
.figures .note { font: 0.85rem/1.4 system-ui, -apple-system, "Segoe UI", Arial, sans-serif; color: var(--soft); display: block; margin-top: 0.15rem; }
table { width: 100%; border-collapse: collapse; font-size: 0.92rem; }
th { text-align: left; font-weight: 500; color: var(--soft); font-size: 0.82rem; padding: 0 1.2rem 0.4rem 0; border-bottom: 1px solid var(--ink); vertical-align: bottom; }
td { padding: 0.55rem 1.2rem 0.55rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th:last-child, td:last-child { padding-right: 0; }
.compact { max-width: 42rem; }
.compact td { padding-top: 0.32rem; padding-bottom: 0.32rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.date { white-space: nowrap; font-variant-numeric: tabular-nums; }
code { font: 0.86em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
.name { white-space: nowrap; }
.mark { font-weight: 600; white-space: nowrap; }
.good { color: var(--good); } .bad { color: var(--bad); } .open { color: var(--open); }
.tag { display: inline-block; border: 1px solid currentColor; border-radius: 3px; font-size: 0.75rem; line-height: 1.35; padding: 0 0.35rem; margin: 0.2rem 0.4rem 0 0; white-space: nowrap; }
ul.plain { list-style: none; margin: 0; padding: 0; }
ul.plain li { padding: 0.12rem 0; overflow-wrap: anywhere; }
.unread { background: var(--tint); border-left: 3px solid var(--open); padding: 0.9rem 1.2rem; margin: 1.4rem 0 0; }
.unread p { margin: 0 0 0.3rem; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 0.88rem; }
@media (max-width: 44rem) {
    main { padding: 2rem 1.1rem 3rem; }
    h1 { font-size: 1.8rem; }
    h2 { font-size: 1.35rem; }
    .figures { grid-template-columns: repeat(2, 1fr); }
    .figures div { padding: 0.75rem 0.9rem; }
    .stacked thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .stacked, .stacked tbody, .stacked tr, .stacked td { display: block; width: 100%; }
    .stacked tr { border-bottom: 1px solid var(--line); padding: 0.7rem 0; }
    .stacked tbody tr:first-child { border-top: 1px solid var(--ink); }
    .stacked td { border: 0; padding: 0.08rem 0; }
    .stacked td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); font-size: 0.85rem; }
    .stacked td:empty { display: none; }
    .stacked .name { white-space: normal; font-weight: 600; }
    .compact th, .compact td { padding-right: 0.7rem; }
    .compact { font-size: 0.86rem; }
    .compact .name { white-space: normal; }
}
@media print {
    :root { color-scheme: light; --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --tint: #f4f4f4; --good: #14532f; --bad: #8a1c22; --open: #6a4708; }
    @page { size: A4; margin: 16mm 15mm; }
    body { font-size: 9.6pt; }
    main { max-width: none; padding: 0; }
    .integration + .integration:not(.brief) { break-before: page; }
    .brief { break-inside: avoid; margin-top: 2rem; }
    h2, h3, .title { break-after: avoid; }
    tr, .figures, .unread { break-inside: avoid; }
    thead { display: table-header-group; }
}
`;
