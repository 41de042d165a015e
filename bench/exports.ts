import { parseArgs } from "node:util";
import { endpoints } from "../server/contract/endpoints";
import type { BillFilter, BillReading, BillSum } from "../server/costs/actual/ports";
import { addDays } from "../server/costs/trends/days";
import { costsFile, handleFile } from "../server/http/export";
import type { Deps } from "../server/usecases/deps";
import { exportCosts } from "../server/usecases/export-costs";

/**
 * How fast a FOCUS export leaves, and what it holds in memory: the real use case, rows and response, over a bill that is
 * made up as it is asked for. The database is left out: it answers one month of one account at a time.
 *
 *   npm run bench:exports -- [--rows 1000000]
 */

const { values: flags } = parseArgs({ options: { rows: { type: "string", default: "1000000" } } });

const now = new Date("2026-11-21T10:00:00Z");
const span = { from: "2025-10-01", until: "2026-11-01" };
const services = Array.from({ length: 100 }, (_, at) =>
  at % 2 === 0 ? `Amazon Service ${at}` : `Vendor's "${at}", Ltd`,
);
const records = ["Usage", "SavingsPlanCoveredUsage", "SavingsPlanNegation", "Credit"] as const;
const rowsOfAccount = 396 * services.length * records.length;

const accounts = Array.from({ length: Math.max(1, Math.round(Number(flags.rows) / rowsOfAccount)) }, (_, at) => ({
  id: `acc_${at}`,
  name: `Account ${at}`,
  awsAccountId: String(100_000_000_000 + at),
}));

function readingOf(accountId: string): BillReading {
  const last = { days: 35, requests: 1 };
  return {
    accountId,
    by: "record",
    readAt: now,
    failedAt: null,
    known: span,
    last,
    fault: null,
    forecast: null,
    anomalies: null,
  };
}

function* sumsOf({ span: { from, until } }: BillFilter): Generator<BillSum> {
  for (let day = from; day < until; day = addDays(day, 1)) {
    for (const [at, service] of services.entries()) {
      for (const value of records) {
        const unblended = (at + 1) * 1_234_567 * (value === "Credit" ? -1 : 1);
        yield {
          accountId: "",
          day,
          service,
          value,
          currency: "USD",
          unblended,
          amortized: unblended,
          netUnblended: null,
        };
      }
    }
  }
}

const deps = {
  adapters: [],
  store: {
    accounts: { list: async () => accounts },
    bill: {
      readings: async ([accountId = ""]: readonly string[]) => [readingOf(accountId)],
      sums: async (filter: BillFilter) => [...sumsOf(filter)],
    },
    ledger: { all: async () => [] },
  },
} as unknown as Deps;

const actor = { type: "token", id: "tok_1", name: "bench", role: "viewer" } as const;
const app = {
  clock: { now: () => now },
  newId: () => "req_1",
  log: { info: () => {}, error: console.error },
  access: { identify: async () => ({ known: "token", actor }) },
  usecases: { exportCosts: (ctx: never, input: never) => exportCosts(deps, ctx, input) },
};

const handler = handleFile(endpoints.exportCosts, async () => app as never, costsFile);
const query = `format=focus&from=${span.from}&until=${span.until}`;
const request = new Request(`http://standby.local/api/v1/costs/export?${query}`);
const response = await handler(request, { params: Promise.resolve({}) });

let rows = -1; // the header
let bytes = 0;
let peak = 0;
let longestTurnMs = 0;
let turn = performance.now();
const watch = setInterval(() => {
  longestTurnMs = Math.max(longestTurnMs, performance.now() - turn);
  turn = performance.now();
}, 1);
const cpu = process.cpuUsage();
const begun = performance.now();
for await (const chunk of response.body ?? []) {
  for (const byte of chunk) if (byte === 10) rows += 1;
  bytes += chunk.length;
  peak = Math.max(peak, process.memoryUsage().rss);
}
const seconds = (performance.now() - begun) / 1_000;
const { user, system } = process.cpuUsage(cpu);
const busy = (user + system) / 1e6;
clearInterval(watch);
const mb = (count: number) => `${Math.round(count / 1e6)} MB`;
console.log(
  `${response.status}: ${rows} rows, ${mb(bytes)} in ${seconds.toFixed(1)} s (${busy.toFixed(1)} s of a core): ` +
    `${Math.round(rows / seconds)} rows a second (${Math.round(rows / busy)} of a core); ` +
    `at most ${mb(peak)} in memory, longest turn ${Math.round(longestTurnMs)} ms`,
);
