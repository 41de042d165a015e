import type { WireMoney } from "../../contract/common";
import type { WireOperation, WireOperationItem } from "../../contract/operations";
import type { WireOperationReport, WireReportedResource } from "../../contract/report";
import { toCsv } from "../../core/csv";

/** The report of an operation, and the same as a table. Pure. */

export function reportOf(operation: WireOperation): WireOperationReport {
  const { id, number, title, action, state, by, startedAt, endedAt, hourlyBefore, hourlyAfter } = operation;
  const unpriced = operation.resources.filter((one) => one.hourlyBefore === null || one.hourlyAfter === null).length;
  return {
    id,
    number,
    title,
    action,
    state,
    by,
    startedAt,
    endedAt,
    seconds: secondsBetween(startedAt, endedAt),
    hourlyBefore,
    hourlyAfter,
    unpriced,
    resources: operation.resources.map(reported),
  };
}

function reported(item: WireOperationItem): WireReportedResource {
  const { resourceId, accountId, region, kind, name, type, state, startedAt, settledAt, saw, fault } = item;
  return {
    resourceId,
    accountId,
    region,
    kind,
    name,
    type,
    state,
    startedAt,
    endedAt: settledAt,
    seconds: secondsBetween(startedAt, settledAt),
    hourlyBefore: item.hourlyBefore,
    hourlyAfter: item.hourlyAfter,
    saw,
    reason: fault?.reason ?? "",
    remedy: fault?.remedy ?? "",
    differences: item.differences.map(({ path, saved, now }) => `${path}: ${saved} → ${now}`).join("; "),
  };
}

function secondsBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  return Math.round((Date.parse(to) - Date.parse(from)) / 1000);
}

/** One line for the operation as a whole, then one for each resource; both have the same columns, empty where one has none. */
const columns = [
  "record",
  "id",
  "number",
  "action",
  "by",
  "account",
  "region",
  "kind",
  "name",
  "type",
  "state",
  "started at",
  "ended at",
  "seconds",
  "USD an hour before",
  "USD an hour after",
  "without a price",
  "saw",
  "reason",
  "remedy",
  "differences",
] as const;
type Line = Partial<Record<(typeof columns)[number], string | number | null>>;

export function reportCsv(report: WireOperationReport): string {
  const lines = [operationLine(report), ...report.resources.map(resourceLine)];
  return toCsv([columns, ...lines.map((line) => columns.map((column) => String(line[column] ?? "")))]);
}

function operationLine(report: WireOperationReport): Line {
  const { id, number, action, by, title, unpriced } = report;
  return { record: "operation", id, number, action, by, name: title, ...figures(report), "without a price": unpriced };
}

function resourceLine(resource: WireReportedResource): Line {
  const { resourceId, accountId, region, kind, name, type, saw, reason, remedy, differences } = resource;
  const who = { record: "resource", id: resourceId, account: accountId, region, kind, name, type };
  return { ...who, ...figures(resource), saw, reason, remedy, differences };
}

interface Figures {
  readonly state: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly seconds: number | null;
  readonly hourlyBefore: WireMoney | null;
  readonly hourlyAfter: WireMoney | null;
}

function figures({ state, startedAt, endedAt, seconds, hourlyBefore, hourlyAfter }: Figures): Line {
  return {
    state,
    "started at": startedAt,
    "ended at": endedAt,
    seconds,
    "USD an hour before": hourlyBefore?.amount ?? null,
    "USD an hour after": hourlyAfter?.amount ?? null,
  };
}
