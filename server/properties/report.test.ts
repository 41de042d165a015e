import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { endpoints } from "../contract/endpoints";
import { operationReport, type WireOperationReport } from "../contract/report";
import { itemStates, operationStates } from "../core/operation";
import { handleFile } from "../http/export";
import { reportFile } from "../http/report";
import { lit } from "../testing/lamp";
import { type LampStandby, lampStandby } from "../testing/lamp-standby";
import { isFormula, parseCsv, textOf, toldByCsv, toldByHtml } from "../testing/read-report";
import { operationFile } from "../usecases/present/operation-report";

describe("report completeness", () => {
  test("report completeness (JSON equals CSV): every figure and word of the one is in the other", () => {
    fc.assert(
      fc.property(reports, (report) => {
        expect(read(fileOf(report, "csv"))).toEqual(report);
      }),
      { numRuns: 1_000 },
    );
  });

  test("report completeness (CSV equals HTML): the page has the same cells, and nothing in them is markup", () => {
    fc.assert(
      fc.property(reports, (report) => {
        expect(toldByHtml(fileOf(report, "html"))).toEqual(toldByCsv(fileOf(report, "csv")));
      }),
      { numRuns: 300 },
    );
  });

  test("report completeness: no cell is a formula, whatever people call their resources", () => {
    fc.assert(
      fc.property(reports, (report) => {
        for (const row of parseCsv(fileOf(report, "csv"))) expect(row.filter(isFormula)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test("report completeness: the three files of a real operation say the same", async () => {
    const standby = await lampStandby({ lamps: { "=api-1": lit(5), "web,1": lit(7), 'db "1"': lit(1) } });
    const script = standby.token("ci");
    const { id } = await standby.force(script, "pause");
    await standby.work();
    const report = await standby.usecases.reportOperation(script, {
      params: { id },
      query: { format: "json" },
      body: {},
    });
    expect(report.resources.map(({ name, state }) => [name, state]).toSorted()).toEqual([
      ["=api-1", "done"],
      ['db "1"', "done"],
      ["web,1", "done"],
    ]);
    const answer = async (format: string) => ask(standby, id, format);
    expect(operationReport.parse(JSON.parse(await answer("json")))).toEqual(report);
    const csv = await answer("csv");
    expect(read(csv)).toEqual(report);
    expect(toldByHtml(await answer("html"))).toEqual(toldByCsv(csv));
    await standby.close();
  });
});

function fileOf(report: WireOperationReport, format: "csv" | "html"): string {
  return [...(operationFile(report, format, new Date("2026-11-21")).text as Iterable<string>)].join("");
}

async function ask({ deps, usecases }: LampStandby, id: string, format: string): Promise<string> {
  const actor = { type: "token", id: "tok_1", name: "ci", role: "viewer" } as const;
  const access = { identify: async () => ({ known: "token", actor }) } as never;
  const log = { info: () => {}, error: () => {} };
  const app = { clock: deps.clock, newId: deps.newId, log, access, usecases };
  const handler = handleFile(endpoints.reportOperation, async () => app, reportFile);
  const request = new Request(`http://standby.test/api/v1/operations/${id}/report?format=${format}`);
  const response = await handler(request, { params: Promise.resolve({ id }) });
  expect(response.headers.get("content-disposition")).toMatch(
    new RegExp(`^attachment; filename="[\\w-]+\\.${format}"$`),
  );
  return response.text();
}

/** What people and AWS write, with everything in it that a table or a spreadsheet could trip over. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom(..."=+-@\t\r\n\"',; a1é→'"),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
  ),
  maxLength: 12,
});
const instant = fc.option(
  fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true }).map((at) => at.toISOString()),
);
const money = fc.nat(2_000_000_000).map((micro) => {
  return { amount: `${Math.floor(micro / 1e6)}.${String(micro % 1e6).padStart(6, "0")}`, currency: "USD" as const };
});
const seconds = fc.option(fc.nat(100_000));
const reports: fc.Arbitrary<WireOperationReport> = fc.record({
  id: text,
  number: fc.nat(),
  title: text,
  action: fc.constantFrom("pause", "resume"),
  state: fc.constantFrom(...operationStates),
  by: text,
  startedAt: instant,
  endedAt: instant,
  seconds,
  hourlyBefore: money,
  hourlyAfter: money,
  unpriced: fc.nat(50),
  resources: fc.array(
    fc.record({
      resourceId: text,
      accountId: text,
      region: text,
      kind: text,
      name: text,
      type: text,
      state: fc.constantFrom(...itemStates),
      startedAt: instant,
      endedAt: instant,
      seconds,
      hourlyBefore: fc.option(money),
      hourlyAfter: fc.option(money),
      saw: text,
      reason: text,
      remedy: text,
      differences: text,
    }),
    { maxLength: 5 },
  ),
});

/** The report that a table tells. */
function read(csv: string): unknown {
  const [head = [], ...rows] = parseCsv(csv);
  const records = rows.map((cells): Readonly<Record<string, string>> => {
    return Object.fromEntries(cells.map((cell, at) => [head[at] ?? "", textOf(cell)]));
  });
  const [whole, ...lines] = records.filter(({ record }) => record !== "fact");
  const { record, id, number, name: title, action, by, ...operation } = whole ?? {};
  expect(record).toBe("operation");
  const resources = lines.map((line) => {
    expect(line.record).toBe("resource");
    const { id: resourceId, account: accountId, region, kind, name, type, saw, reason, remedy, differences } = line;
    const words = { saw, reason, remedy, differences };
    return { resourceId, accountId, region, kind, name, type, ...figuresOf(line), ...words };
  });
  const unpriced = Number(operation["without a price"]);
  return { id, number: Number(number), title, action, by, ...figuresOf(operation), unpriced, resources };
}

function figuresOf(line: Readonly<Record<string, string | undefined>>) {
  const orNull = <T>(cell: string | undefined, of: (text: string) => T) => (cell ? of(cell) : null);
  const dollars = (amount: string) => ({ amount, currency: "USD" });
  return {
    state: line.state,
    startedAt: orNull(line["started at"], String),
    endedAt: orNull(line["ended at"], String),
    seconds: orNull(line.seconds, Number),
    hourlyBefore: orNull(line["USD an hour before"], dollars),
    hourlyAfter: orNull(line["USD an hour after"], dollars),
  };
}
