import type { WireMoney } from "../../contract/common";
import type { WireOperation, WireOperationItem } from "../../contract/operations";
import type { WireOperationReport, WireReportedResource } from "../../contract/report";
import { type Cell, columnsBelow, columnsOf, type Report, writtenAt } from "./report";
import { type ExportedFile, fileOf } from "./report-file";

/** The report of an operation, and the same as a file. Pure. */

export function reportOf(operation: WireOperation): WireOperationReport {
  const { id, number, title, action, state, by, startedAt, endedAt, hourlyBefore, hourlyAfter, unpriced } = operation;
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

/** The operation as a whole is a part with one row; the resources are the other. */
const operationColumns = [
  ...columnsBelow("id"),
  ...columnsOf("number", "number"),
  ...columnsOf("text", "action", "by", "name", "state"),
];
const resourceColumns = [
  ...columnsBelow("id"),
  ...columnsOf("text", "account", "region", "kind", "name", "type", "state"),
];
const figureColumns = [
  ...columnsOf("time", "started at", "ended at"),
  ...columnsOf("number", "seconds"),
  ...columnsOf("money", "USD an hour before", "USD an hour after"),
];

/** All figures of `report`, for people. */
function tableOf(report: WireOperationReport, at: Date): Report {
  const { id, number, action, by, title, state, unpriced, resources } = report;
  return {
    title: `Operation ${number}: ${title}`,
    facts: [
      { name: "prices", value: "List prices in USD an hour, as the plan had them: no taxes, no discounts, no bill." },
      { name: "missing", value: missingOf(unpriced) },
      writtenAt(at),
    ],
    parts: [
      {
        record: "operation",
        title: "The operation",
        columns: [...operationColumns, ...figureColumns, ...columnsOf("number", "in no sum")],
        rows: [[id, String(number), action, by, title, state, ...figures(report), String(unpriced)]],
        total: null,
      },
      {
        record: "resource",
        title: "Its resources",
        columns: [...resourceColumns, ...figureColumns, ...columnsBelow("saw", "reason", "remedy", "differences")],
        rows: resources.map(resourceRow),
        total: null,
      },
    ],
  };
}

function missingOf(unpriced: number): string {
  if (unpriced === 0) return "Nothing: every resource has both prices.";
  const which = unpriced === 1 ? "1 of the resources has" : `${unpriced} of the resources have`;
  return `${which} no price, or only one of the two, and ${unpriced === 1 ? "is" : "are"} in no sum.`;
}

function resourceRow(resource: WireReportedResource): readonly Cell[] {
  const { resourceId, accountId, region, kind, name, type, state, saw, reason, remedy, differences } = resource;
  const who = [resourceId, accountId, region, kind, name, type, state];
  return [...who, ...figures(resource), saw, reason, remedy, differences];
}

interface Figures {
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly seconds: number | null;
  readonly hourlyBefore: WireMoney | null;
  readonly hourlyAfter: WireMoney | null;
}

function figures({ startedAt, endedAt, seconds, hourlyBefore, hourlyAfter }: Figures): readonly Cell[] {
  const duration = seconds === null ? null : String(seconds);
  return [startedAt, endedAt, duration, hourlyBefore?.amount ?? null, hourlyAfter?.amount ?? null];
}

/** JSON is the report itself. */
export function operationFile(report: WireOperationReport, format: "json" | "csv" | "html", at: Date): ExportedFile {
  const name = `standby-operation-${report.number}`;
  if (format !== "json") return fileOf(tableOf(report, at), format, name);
  return { name: `${name}.json`, type: "application/json", text: [JSON.stringify(report)] };
}
