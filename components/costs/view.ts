import { urlOf } from "@/components/data/api";
import type { getCosts, WireCosts } from "@/server/contract/costs";
import type { QueryOf } from "@/server/contract/endpoint";
import type { getOutlook, listAnomalies } from "@/server/contract/outlook";
import { addDays, daysBetween, firstOfLastMonth, firstOfMonth, isDay } from "./calendar";

/** What the screen shows, as it stands in the address, so that a link shows the same to whoever opens it. Pure. */

export type BillQuery = QueryOf<typeof getCosts>;
export type CostKey = WireCosts["by"];
export type CostMetric = WireCosts["metric"];
export type Every = WireCosts["every"];

export const costKeys: readonly CostKey[] = ["service", "account", "region", "tag", "group", "usage", "record"];
export const costMetrics: readonly CostMetric[] = ["unblended", "amortized", "netUnblended"];

/** `two`: last month and this one. */
export const spans = ["two", "month", "last", "30", "90", "365"] as const;
export type NamedSpan = (typeof spans)[number];

/** `until` is not in it. */
export interface Dates {
  readonly from: string;
  readonly until: string;
}

export interface CostView {
  readonly by: CostKey;
  /** The key of a cost allocation tag, where `by` is one. */
  readonly tag: string | null;
  readonly metric: CostMetric;
  readonly span: NamedSpan | Dates;
  /** Null: by the day, and by the month where that would be more than a hundred bars. */
  readonly every: Every | null;
  readonly service: string | null;
  readonly currency: string | null;
  /** The chart as a table. */
  readonly asTable: boolean;
}

export function readView(params: URLSearchParams): CostView {
  const by = oneOf(costKeys, params.get("by")) ?? "service";
  const tag = params.get("tag");
  const currency = params.get("currency");
  return {
    // A tag without its key is no question.
    by: by === "tag" && !tag ? "service" : by,
    tag: by === "tag" && tag ? tag : null,
    metric: oneOf(costMetrics, params.get("metric")) ?? "unblended",
    span: datesOf(params) ?? oneOf(spans, params.get("span")) ?? "two",
    every: oneOf(["day", "month"] as const, params.get("every")),
    service: params.get("service"),
    currency: currency !== null && /^[A-Z]{3}$/.test(currency) ? currency : null,
    asTable: params.get("show") === "table",
  };
}

/** The address of a view: what is usual is left out, and what is of others (the account) stays. */
export function writeView(view: CostView, params: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(params);
  const dates = typeof view.span === "string" ? null : view.span;
  const values: Readonly<Record<string, string | null>> = {
    by: view.by === "service" ? null : view.by,
    tag: view.tag,
    metric: view.metric === "unblended" ? null : view.metric,
    span: typeof view.span === "string" && view.span !== "two" ? view.span : null,
    from: dates?.from ?? null,
    until: dates?.until ?? null,
    every: view.every,
    service: view.service,
    currency: view.currency,
    show: view.asTable ? "table" : null,
  };
  for (const [name, value] of Object.entries(values)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** What usage types are told by is the month. */
export function everyOf(view: CostView, today: string): Every {
  if (view.by === "usage") return "month";
  const { from, until } = spanOf(view.span, today);
  return view.every ?? (daysBetween(from, until) > 100 ? "month" : "day");
}

/** The days that are asked for; whole months where a bar is one. */
export function datesIn(view: CostView, today: string): Dates {
  const { from, until } = spanOf(view.span, today);
  return { from: everyOf(view, today) === "month" ? firstOfMonth(from) : from, until };
}

function spanOf(span: CostView["span"], today: string): Dates {
  if (typeof span !== "string") return span;
  const tomorrow = addDays(today, 1);
  switch (span) {
    case "two":
      return { from: firstOfLastMonth(today), until: tomorrow };
    case "month":
      return { from: firstOfMonth(today), until: tomorrow };
    case "last":
      return { from: firstOfLastMonth(today), until: firstOfMonth(today) };
    default:
      return { from: addDays(tomorrow, -Number(span)), until: tomorrow };
  }
}

export function costsQueryOf(view: CostView, account: string | null, today: string): BillQuery {
  return {
    ...datesIn(view, today),
    by: view.by,
    metric: view.metric,
    every: everyOf(view, today),
    ...(view.tag === null ? {} : { tag: view.tag }),
    ...(view.service === null ? {} : { service: view.service }),
    ...(account === null ? {} : { account }),
    ...(view.currency === null ? {} : { currency: view.currency }),
  };
}

export function outlookQueryOf(view: CostView, account: string | null): QueryOf<typeof getOutlook> {
  return { ...(account === null ? {} : { account }), ...(view.currency === null ? {} : { currency: view.currency }) };
}

export function anomaliesQueryOf(view: CostView, account: string | null, today: string): QueryOf<typeof listAnomalies> {
  return { from: datesIn(view, today).from, ...(account === null ? {} : { account }) };
}

export type ExportFormat = "csv" | "json" | "html" | "focus";

/** A file that says what the screen says. */
export function exportHref(format: ExportFormat, query: BillQuery): string {
  return urlOf("exportCosts", { query: { format, ...query } });
}

function datesOf(params: URLSearchParams): Dates | null {
  const [from, until] = [params.get("from"), params.get("until")];
  return isDay(from) && isDay(until) && from < until ? { from, until } : null;
}

function oneOf<Value extends string>(values: readonly Value[], text: string | null): Value | null {
  return values.find((value) => value === text) ?? null;
}
