import type { AwsAnomaly, MonthForecast } from "../core/actual-cost";
import type { Fault } from "../core/fault";
import type { BillFilter, BillKey, BillReading, BillStore, BillSum, CostSubject, Span } from "../costs/actual/ports";
import { insertRows, lazily, quoted } from "./bulk";
import type { Database, Tx } from "./database";
import type { Columns, Row } from "./dialect";
import { Prisma } from "./generated/sqlite/client";
import type { CostReadingModel } from "./generated/sqlite/models";

const { sql, join, empty } = Prisma;

const columns: Columns = {
  accountId: "text",
  by: "text",
  day: "text",
  service: "text",
  value: "text",
  currency: "text",
  unblended: "bigint",
  amortized: "bigint",
  netUnblended: "bigint",
  isFinal: "boolean",
};

export function billStore(db: Database): BillStore {
  const { client } = db;
  return {
    readings: async (accountIds) => {
      const rows = await client.costReading.findMany({ where: { accountId: { in: [...accountIds] } } });
      return rows.map(readingOf);
    },

    keep: ({ reading, question, asked }) =>
      db.transact(async (tx) => {
        const { accountId, by } = reading;
        if (asked.outcome === "answered" && by !== "forecast" && by !== "anomalies") {
          const { from, until } = question;
          await tx.client.costAmount.deleteMany({ where: { accountId, by, day: { gte: from, lt: until } } });
          const rows = lazily(asked.answer.amounts, (amount): Row => ({ accountId, ...amount }));
          await insertRows(tx, { table: "CostAmount", columns, rows });
        }
        await saveReading(tx, reading);
      }),

    sums: async (filter, keys) => {
      const sums = new Map<string, BillSum>();
      // A month at a time: a year of a large account in one statement would hold SQLite's thread for a second.
      for (const span of monthsOf(filter.span)) {
        for (const sum of await sumsWithin(db, { ...filter, span }, keys)) {
          const key = JSON.stringify([sum.currency, ...keys.map((name) => sum[name])]);
          const before = sums.get(key);
          sums.set(key, before ? added(before, sum) : sum);
        }
      }
      return [...sums.values()];
    },

    requests: async (what, accountIds, day) => {
      const rows = await client.paidRequest.findMany({ where: { what, day, accountId: { in: [...accountIds] } } });
      return new Map(rows.map(({ accountId, count }) => [accountId, count]));
    },

    takeRequest: async (what, accountId, day, atMost) => {
      const count = await addRequests(db, { what, accountId, day, count: 1 }, sql`"PaidRequest"."count" < ${atMost}`);
      return count === 1;
    },

    addRequests: async (what, accountId, day, count) => {
      await addRequests(db, { what, accountId, day, count }, sql`true`);
    },
  };
}

/** One statement, so that of two processes at once each one is counted. @returns how many rows were changed */
function addRequests({ client, dialect }: Tx, request: Row, onlyIf: Prisma.Sql): Promise<number> {
  const types: Columns = { what: "text", accountId: "text", day: "text", count: "integer" };
  return client.$executeRaw`
    INSERT INTO "PaidRequest" ("what", "accountId", "day", "count")
    SELECT "what", "accountId", "day", "count" FROM ${dialect.rowset(types, [request])} WHERE true
    ON CONFLICT ("accountId", "day", "what") DO UPDATE SET "count" = "PaidRequest"."count" + excluded."count"
    WHERE ${onlyIf}`;
}

async function sumsWithin(
  { client, dialect }: Database,
  { accountIds, by, span, service, whose }: BillFilter,
  keys: readonly BillKey[],
): Promise<readonly BillSum[]> {
  const names = join([...keys, "currency"].map((name) => sql`cost.${quoted(name)}`));
  const rows = await client.$queryRaw<SumRow[]>`
    SELECT ${names},
      CAST(SUM(cost."unblended") AS BIGINT) AS "unblended",
      ${sumOrNull("amortized")} AS "amortized",
      ${sumOrNull("netUnblended")} AS "netUnblended"
    FROM "CostAmount" AS cost LEFT JOIN "Account" AS own ON own."id" = cost."accountId"
    WHERE cost."accountId" IN ${dialect.list(accountIds)} AND cost."by" = ${by}
      AND cost."day" >= ${span.from} AND cost."day" < ${span.until}
      ${service === undefined ? empty : sql`AND cost."service" = ${service}`}
      ${by === "account" ? sql`AND ${whoseRows[whose ?? "both"]}` : empty}
    GROUP BY ${names}`;
  return rows.map(sumOf);
}

/** Null where one of the rows is: a sum of the others would be too small. */
function sumOrNull(metric: "amortized" | "netUnblended"): Prisma.Sql {
  const column = sql`cost.${quoted(metric)}`;
  return sql`CASE WHEN COUNT(${column}) = COUNT(*) THEN CAST(SUM(${column}) AS BIGINT) END`;
}

const isOwn = sql`cost."value" = own."awsAccountId"`;
const isReadItself = sql`EXISTS (
  SELECT 1 FROM "Account" AS linked JOIN "CostReading" AS reading ON reading."accountId" = linked."id"
  WHERE linked."awsAccountId" = cost."value" AND linked."id" <> cost."accountId" AND reading."by" = 'account'
    AND cost."day" >= reading."knownFrom" AND cost."day" < reading."knownUntil"
)`;
const whoseRows = {
  own: isOwn,
  linked: sql`NOT ${isReadItself} AND (own."awsAccountId" IS NULL OR NOT ${isOwn})`,
  both: sql`(${isOwn} OR NOT ${isReadItself})`,
};

/** As the driver gives them: integers of 64 bits. */
interface SumRow extends Readonly<Partial<Record<BillKey, string>>> {
  readonly currency: string;
  readonly unblended: bigint;
  readonly amortized: bigint | null;
  readonly netUnblended: bigint | null;
}

function sumOf({ unblended, amortized, netUnblended, ...row }: SumRow): BillSum {
  return {
    ...{ accountId: "", day: "", service: "", value: "" },
    ...row,
    unblended: Number(unblended),
    amortized: amortized === null ? null : Number(amortized),
    netUnblended: netUnblended === null ? null : Number(netUnblended),
  };
}

function added(one: BillSum, other: BillSum): BillSum {
  const both = (metric: "amortized" | "netUnblended") => {
    const [first, second] = [one[metric], other[metric]];
    return first === null || second === null ? null : first + second;
  };
  return {
    ...one,
    unblended: one.unblended + other.unblended,
    amortized: both("amortized"),
    netUnblended: both("netUnblended"),
  };
}

function* monthsOf({ from, until }: Span): Generator<Span> {
  for (let start = from; start < until; ) {
    const next = firstOfNextMonth(start);
    const end = next < until ? next : until;
    yield { from: start, until: end };
    start = end;
  }
}

function firstOfNextMonth(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)).toISOString().slice(0, 10);
}

async function saveReading({ client }: Tx, reading: BillReading): Promise<void> {
  const { accountId, by, readAt, failedAt, known, last, fault, forecast, anomalies } = reading;
  const row = {
    readAt,
    failedAt,
    knownFrom: known?.from ?? null,
    knownUntil: known?.until ?? null,
    lastDays: last?.days ?? null,
    lastRequests: last?.requests ?? null,
    fault: fault && JSON.stringify(fault),
    forecast: forecast && JSON.stringify(forecast),
    anomalies: anomalies && JSON.stringify(anomalies),
  };
  const where = { accountId_by: { accountId, by } };
  await client.costReading.upsert({ where, create: { accountId, by, ...row }, update: row });
}

function readingOf(row: CostReadingModel): BillReading {
  const { accountId, by, readAt, failedAt, knownFrom, knownUntil, lastDays, lastRequests, fault, forecast, anomalies } =
    row;
  return {
    accountId,
    by: by as CostSubject,
    readAt,
    failedAt,
    known: knownFrom === null || knownUntil === null ? null : { from: knownFrom, until: knownUntil },
    last: lastDays === null || lastRequests === null ? null : { days: lastDays, requests: lastRequests },
    fault: fault === null ? null : (JSON.parse(fault) as Fault),
    forecast: forecast === null ? null : (JSON.parse(forecast) as MonthForecast),
    anomalies: anomalies === null ? null : (JSON.parse(anomalies) as readonly AwsAnomaly[]),
  };
}
