import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnyAdapter } from "../adapters/contract";
import { endpoints } from "../contract/endpoints";
import { operationReport, type WireOperationReport } from "../contract/report";
import { type ItemState, itemStates, operationStates } from "../core/operation";
import { handleFile } from "../http/export";
import { reportFile } from "../http/report";
import * as make from "../store/store-fixtures";
import { lampWorld, lit } from "../testing/lamp";
import { type LampStandby, lampStandby } from "../testing/lamp-standby";
import { isFormula, parseCsv, type Told, textOf, toldByCsv, toldByHtml } from "../testing/read-report";
import { wireOperation } from "../usecases/present/operation";
import { operationFile, reportOf } from "../usecases/present/operation-report";

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

  test("report completeness: the sums are those of the rows with both prices, in each form, and the rest is counted", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ now: price, after: price, state: fc.constantFrom(...itemStates) })), (rows) => {
        const report = reportOf(operationOf(rows));
        const both = rows.filter(({ now, after }) => now !== null && after !== null);
        const sums = {
          unpriced: rows.length - both.length,
          before: both.reduce((sum, { now }) => sum + (now ?? 0), 0),
          after: both.reduce((sum, { after }) => sum + (after ?? 0), 0),
        };
        const json = operationReport.parse(JSON.parse(fileOf(report, "json")));
        expect(sumsOfJson(json)).toEqual({ told: sums, ofRows: sums });
        expect(read(fileOf(report, "csv"))).toEqual(json);
        for (const told of [toldByCsv(fileOf(report, "csv")), toldByHtml(fileOf(report, "html"))]) {
          expect(sumsOf(told)).toEqual({ told: sums, ofRows: sums });
        }
      }),
      { numRuns: 300 },
    );
  });

  test("report completeness: what an operation costs now goes from its sum before to its sum after", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ now: price, after: price })), (rows) => {
        const at = (state: ItemState) => operationOf(rows.map((row) => ({ ...row, state })));
        expect(at("waiting").hourlyNow).toEqual(at("waiting").hourlyBefore);
        expect(at("done").hourlyNow).toEqual(at("done").hourlyAfter);
      }),
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

function fileOf(report: WireOperationReport, format: "json" | "csv" | "html"): string {
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

const { adapter: lamp } = lampWorld({});
const price = fc.option(fc.nat(2_000_000_000), { freq: 2 });

interface PricedRow {
  readonly now: number | null;
  readonly after: number | null;
  readonly state: ItemState;
}

/** What the wire tells of an operation with these prices. */
function operationOf(rows: readonly PricedRow[]) {
  const items = rows.map(({ now, after, state }, at) => {
    const plan = make.planItem(make.resource(`i-${at}`), { hourlyNow: now, hourlyAfter: after });
    return make.item(plan, { state });
  });
  const operation = make.operation({ ...make.plan("a", []), number: 1 }, { items });
  const can = { cancel: false, continue: false, retry: false, undo: false };
  return wireOperation(operation, { lastEvent: 0, can, parentNumber: 0 }, () => lamp as unknown as AnyAdapter);
}

/** The sums that a file tells, and those of its own rows: read from the file alone. */
function sumsOf({ records }: Told) {
  const whole = records.find(({ record }) => record === "operation")?.cells ?? {};
  const rows = records.filter(({ record }) => record === "resource").map(({ cells }) => cells);
  const [before, after] = ["USD an hour before", "USD an hour after"] as const;
  const both = rows.filter((cells) => cells[before] && cells[after]);
  const sum = (name: string) => both.reduce((total, cells) => total + micro(cells[name]), 0);
  return {
    told: { unpriced: Number(whole["in no sum"]), before: micro(whole[before]), after: micro(whole[after]) },
    ofRows: { unpriced: rows.length - both.length, before: sum(before), after: sum(after) },
  };
}

function sumsOfJson({ hourlyBefore, hourlyAfter, unpriced, resources }: WireOperationReport) {
  const both = resources.filter((one) => one.hourlyBefore && one.hourlyAfter);
  const sum = (name: "hourlyBefore" | "hourlyAfter") =>
    both.reduce((total, one) => total + micro(one[name]?.amount), 0);
  return {
    told: { unpriced, before: micro(hourlyBefore.amount), after: micro(hourlyAfter.amount) },
    ofRows: { unpriced: resources.length - both.length, before: sum("hourlyBefore"), after: sum("hourlyAfter") },
  };
}

function micro(amount: string | undefined): number {
  return Math.round(Number(amount) * 1e6);
}

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
  const unpriced = Number(operation["in no sum"]);
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
