import fc from "fast-check";
import { expect, test } from "vitest";
import { report as wireReport } from "../../contract/exports";
import { isFormula, parseCsv, type Told, toldByCsv, toldByHtml, toldByJson } from "../../testing/read-report";
import { type Column, columnTypes, csvOf, jsonOf, type Part, type Report } from "./report";
import { htmlOf } from "./report-html";

const runs = { numRuns: 500 };

/** What people write into names and tags, among it what a table, a spreadsheet or a browser could trip over. */
const text = fc.oneof(
  fc.string({
    unit: fc.oneof(
      fc.constantFrom(..."=+-@\t\r\n\"',;<>&/ a1é→'"),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
    ),
    maxLength: 12,
  }),
  fc.constantFrom(
    "=cmd|' /C calc'!A0",
    '"><script>alert(1)</script>',
    "<img src=x onerror=alert(1)>",
    "</td></tr></table>",
    "&lt;b&gt;&#39;",
    "</style><script>",
    "-1+1",
    "-12.5",
    "–",
  ),
);
const money = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map((micro) => {
  const digits = String(micro < 0n ? -micro : micro).padStart(7, "0");
  return `${micro < 0n ? "-" : ""}${digits.slice(0, -6)}.${digits.slice(-6)}`;
});
const cellOf = {
  text: fc.option(text),
  number: fc.option(fc.nat().map(String)),
  money: fc.option(money),
  time: fc.option(fc.constantFrom("2026-11-21", "2026-11-21T10:00:00.000Z")),
} as const;

const columns: fc.Arbitrary<readonly Column[]> = fc.uniqueArray(
  fc.oneof(
    fc.record({ name: fc.constantFrom("a", "b", "cost USD", "name", "<b>"), type: fc.constantFrom(...columnTypes) }),
    fc.record({
      name: fc.constantFrom("c", "d", "<i>"),
      type: fc.constant("text" as const),
      isBelow: fc.constant(true as const),
    }),
  ),
  { minLength: 1, maxLength: 4, selector: ({ name }) => name },
);
const parts: fc.Arbitrary<Part> = columns.chain((mine) => {
  const row = fc.tuple(...mine.map(({ type }) => cellOf[type]));
  return fc.record({
    record: fc.constantFrom("resource", "day", "it's"),
    title: text,
    columns: fc.constant(mine),
    rows: fc.array(row, { maxLength: 5 }),
    total: fc.option(row),
  });
});
const reports: fc.Arbitrary<Report> = fc.record({
  title: text,
  facts: fc.array(fc.record({ name: text, value: text }), { maxLength: 3 }),
  parts: fc.array(parts, { maxLength: 3 }),
});

/** What the report is made of, without any of its forms. */
function toldIn({ title, facts, parts: all }: Report): Told {
  const records = all.flatMap(({ record, columns: mine, rows, total }) => {
    const cellsOf = (cells: readonly (string | null)[]) =>
      Object.fromEntries(mine.flatMap(({ name }, at) => (cells[at] ? [[name, cells[at]]] : [])));
    return [
      ...[...rows].map((row) => ({ record, cells: cellsOf(row) })),
      ...(total ? [{ record: `${record} total`, cells: cellsOf(total) }] : []),
    ];
  });
  return { title, facts, records };
}

const whole = (pieces: Iterable<string>) => [...pieces].join("");

test("JSON, CSV and HTML say the same, to the last digit and letter", () => {
  fc.assert(
    fc.property(reports, (report) => {
      const told = toldIn(report);
      expect(toldByJson(whole(jsonOf(report)))).toEqual(told);
      expect(toldByCsv(whole(csvOf(report)))).toEqual(told);
      expect(toldByHtml(whole(htmlOf(report)))).toEqual(told);
    }),
    runs,
  );
});

test("no cell is a formula, and nothing that somebody wrote is markup", () => {
  fc.assert(
    fc.property(reports, (report) => {
      for (const row of parseCsv(whole(csvOf(report)))) expect(row.filter(isFormula)).toEqual([]);
      expect(() => toldByHtml(whole(htmlOf(report)))).not.toThrow();
    }),
    runs,
  );
});

test("the JSON is what the contract says", () => {
  fc.assert(
    fc.property(reports, (report) => {
      const json: unknown = JSON.parse(whole(jsonOf(report)));
      expect(wireReport.parse(json)).toEqual(json);
    }),
    { numRuns: 100 },
  );
});

test("the page is whole without a network: no script, no address, a policy that allows neither", () => {
  const html = whole(htmlOf({ title: "t", facts: [], parts: [] }));
  expect(html).toContain("default-src 'none'");
  expect(html).not.toMatch(/script|https?:|url\(|@import|href|src=/);
  expect(html).toContain("prefers-color-scheme:dark");
  expect(html).toContain("@media print");
});

test("an amount shows its cents and keeps the rest of its digits", () => {
  const columns = [{ name: "cost USD", type: "money" }] as const;
  const rows = [["-1234567.891234"], ["0.000000"], [null]];
  const html = whole(
    htmlOf({ title: "t", facts: [], parts: [{ record: "r", title: "R", columns, rows, total: null }] }),
  );
  expect(html).toContain("-1,234,567.89<small>1234</small>");
  expect(html).toContain("0.00<small>0000</small>");
  expect(html).toContain('<td class="money none">–</td>');
});

test("a part without rows says so", () => {
  const part = { record: "r", title: "R", columns: [{ name: "a", type: "text" }], rows: [], total: null } as const;
  const report = { title: "t", facts: [], parts: [part] };
  expect(whole(htmlOf(report))).toContain('<tr class="empty"><td colspan="1">None</td></tr>');
  expect(JSON.parse(whole(jsonOf(report)))).toMatchObject({ parts: [{ rows: [], total: null }] });
});
