import { escapeHtml } from "../../core/html";
import type { Cell, Column, Fact, Part, Report } from "./report";

/**
 * A report as one page that needs nothing else: no script, nothing fetched, and a policy of its own that allows neither,
 * should a text in it ever pass for markup. Readable on paper, in the dark, and by a screen reader.
 */
export function* htmlOf({ title, facts, parts }: Report): Generator<string, void> {
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<dl>
${facts.map(factOf).join("")}</dl>
`;
  for (const part of parts) yield* sectionOf(part);
  yield "</body>\n</html>\n";
}

function factOf({ name, value }: Fact): string {
  return `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>\n`;
}

function* sectionOf({ record, title, columns, rows, total }: Part): Generator<string, void> {
  const head = columns.map(({ name, type, isBelow }) =>
    isBelow ? "" : `<th scope="col" class="${type}">${escapeHtml(name)}</th>`,
  );
  yield `<section data-record="${escapeHtml(record)}">
<h2>${escapeHtml(title)}</h2>
<div class="wide"><table>
<thead><tr>${head.join("")}</tr></thead>
<tbody>
`;
  const width = columns.filter(({ isBelow }) => !isBelow).length;
  let isEmpty = true;
  for (const cells of rows) {
    isEmpty = false;
    yield rowOf(columns, cells, width);
  }
  if (isEmpty) yield `<tr class="empty"><td colspan="${width}">None</td></tr>\n`;
  yield "</tbody>\n";
  if (total) yield `<tfoot>\n${rowOf(columns, total, width)}</tfoot>\n`;
  yield "</table></div>\n</section>\n";
}

/** What does not fit beside the others stands below them, where there is any. */
function rowOf(columns: readonly Column[], cells: readonly Cell[], width: number): string {
  const beside = columns.map(({ type, isBelow }, at) => (isBelow ? "" : cellOf(type, cells[at])));
  const below = columns.map(({ name, isBelow }, at) =>
    isBelow && cells[at] ? factOf({ name, value: cells[at] }) : "",
  );
  const row = `<tr>${beside.join("")}</tr>\n`;
  const more = below.join("");
  return more === "" ? row : `${row}<tr class="below"><td colspan="${width}"><dl>\n${more}</dl></td></tr>\n`;
}

function cellOf(type: Column["type"], cell: Cell | undefined): string {
  if (cell === undefined || cell === null || cell === "") return `<td class="${type} none">–</td>`;
  return `<td class="${type}">${writtenOf(type, cell)}</td>`;
}

function writtenOf(type: Column["type"], cell: string): string {
  if (type === "money") return moneyOf(cell);
  // Where there is little room, the time stands below its day.
  if (type === "time") return escapeHtml(cell).replace("T", "T<wbr>");
  return escapeHtml(cell);
}

const amount = /^(-?)(\d+)\.(\d\d)(\d*)$/;

/** All its digits, or the parts would not add up: `-1,234.56` and the rest of them small. */
function moneyOf(text: string): string {
  const [, sign, whole, cents, rest] = amount.exec(text) ?? [];
  if (whole === undefined) return escapeHtml(text);
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${cents}<small>${rest}</small>`;
}

const style = `
:root{--paper:#fbfbfc;--ink:#15192b;--ink-2:#50566b;--line:#d9dce5;--sunk:#eff1f5}
@media (prefers-color-scheme:dark){:root{--paper:#0e121d;--ink:#eeede8;--ink-2:#b0b6c8;--line:#2a3040;--sunk:#171c29}}
@media print{:root{--paper:#fff;--ink:#000;--ink-2:#444;--line:#bbb;--sunk:#fff}}
body{margin:2rem;background:var(--paper);color:var(--ink);font:14px/1.45 system-ui,sans-serif}
h1{font-size:1.5rem;margin:0 0 1rem}
h2{font-size:1.1rem;margin:2rem 0 .5rem}
dl{display:grid;grid-template-columns:max-content minmax(0,70ch);gap:.25rem 1rem;margin:0}
dt{color:var(--ink-2)}
dd{margin:0}
dt::first-letter,th::first-letter{text-transform:uppercase}
.wide{overflow-x:auto}
table{border-collapse:collapse}
th,td{padding:.3rem .75rem .3rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th{color:var(--ink-2);font-weight:600}
dd,td.text{white-space:pre-wrap;overflow-wrap:break-word;unicode-bidi:isolate}
.money,.number{text-align:right;font-variant-numeric:tabular-nums}
td.money,td.number{white-space:nowrap}
tr:has(+.below) td{border-bottom:0}
.below dl{grid-template-columns:max-content minmax(0,90ch);font-size:.9em;padding:0 0 .3rem 1rem}
small{color:var(--ink-2);font-size:.8em}
.none,.empty td{color:var(--ink-2)}
tfoot td{font-weight:600;border-bottom:0;background:var(--sunk)}
@page{size:A4 landscape;margin:12mm}
@media print{body{margin:0;font-size:10px}.wide{overflow:visible}thead{display:table-header-group}tr{break-inside:avoid}tr:has(+.below){break-after:avoid}tfoot{display:table-row-group}}
`;
