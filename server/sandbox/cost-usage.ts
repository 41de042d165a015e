import { createHash } from "node:crypto";
import type {
  GetCostAndUsageCommandInput,
  GetCostAndUsageCommandOutput,
  Group,
  MetricValue,
  ResultByTime,
} from "@aws-sdk/client-cost-explorer";
import { canonicalJson } from "../core/canonical-json";
import { daysOf, decimal, type Period, pastOf, slices, sumOf } from "./cost-bill";
import { grouping, invalid } from "./cost-filter";
import { type Charge, isEstimated, textOf } from "./cost-history";
import { archiveAccount } from "./cost-story";
import { awsError } from "./errors";
import type { Answer, Moment } from "./operation";
import { page } from "./paging";

/**
 * AWS does not publish how many groups a page has. With so many thirteen months by service and tag are one page, and by
 * usage type and tag two.
 */
const groupsAPage = 36_000;

export function getCostAndUsage(input: GetCostAndUsageCommandInput, at: Moment): Answer<GetCostAndUsageCommandOutput> {
  const metrics = metricsOf(input.Metrics);
  const groups = input.GroupBy ?? [];
  if (groups.length > 2) throw invalid("Group Definition list should contain at most 2 groups");
  const days = daysOf(input, at);
  const { items, next } = pageOf(linesOf(input, days, at), input);
  const isByAccount = groups.some(({ Key }) => Key === "LINKED_ACCOUNT");
  return {
    GroupDefinitions: groups,
    ResultsByTime: resultsOf(items, metrics, at.now),
    DimensionValueAttributes: isByAccount ? accountsIn(days.flat(), at) : [],
    ...(next !== undefined && { NextPageToken: next }),
  };
}

/** One group of a period; without one, the period alone with its total or with nothing. */
interface Line {
  readonly period: Period;
  readonly total: number | null;
  readonly group: Sum | null;
}

interface Sum {
  readonly keys: readonly string[];
  readonly amount: number;
}

function linesOf(
  input: GetCostAndUsageCommandInput,
  days: readonly (readonly Charge[])[],
  at: Moment,
): readonly Line[] {
  const past = pastOf(input, at);
  const keys = (input.GroupBy ?? []).map(grouping);
  return slices(past, input.Granularity).flatMap((period): readonly Line[] => {
    const charges = days.slice(period.from - past.from, period.until - past.from).flat();
    if (keys.length === 0) return [{ period, total: sumOf(charges), group: null }];
    const groups = groupsOf(charges, keys);
    return groups.length > 0
      ? groups.map((group) => ({ period, total: null, group }))
      : [{ period, total: null, group: null }];
  });
}

function groupsOf(charges: readonly Charge[], keyOf: readonly ((charge: Charge) => string)[]): readonly Sum[] {
  const sums = new Map<string, Sum>();
  for (const charge of charges) {
    const keys = keyOf.map((of) => of(charge));
    const name = keys.join("\n");
    sums.set(name, { keys, amount: (sums.get(name)?.amount ?? 0) + charge.amount });
  }
  return [...sums].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, group]) => group);
}

/** A token is good for the question that it came with. */
function pageOf(lines: readonly Line[], { NextPageToken, ...question }: GetCostAndUsageCommandInput) {
  const mark = createHash("sha256").update(canonicalJson(question)).digest("hex").slice(0, 16);
  const [asked, token] = NextPageToken?.split(".") ?? [];
  const invalidToken = () => awsError("InvalidNextTokenException", "The pagination token is invalid");
  if (NextPageToken !== undefined && !token) throw invalidToken();
  if (asked !== undefined && asked !== mark) {
    throw awsError("RequestChangedException", "Request parameters changed between pages");
  }
  const { items, next } = page({ items: lines, size: groupsAPage, token, invalidToken });
  return { items, next: next && `${mark}.${next}` };
}

function resultsOf(lines: readonly Line[], metrics: readonly string[], now: number): ResultByTime[] {
  const results = new Map<Period, { readonly total: number | null; readonly groups: Group[] }>();
  for (const { period, total, group } of lines) {
    const result = results.get(period) ?? { total, groups: [] };
    if (group) result.groups.push({ Keys: [...group.keys], Metrics: valuesOf(metrics, group.amount) });
    results.set(period, result);
  }
  return [...results].map(([{ from, until }, { total, groups }]) => ({
    TimePeriod: { Start: textOf(from), End: textOf(until) },
    // Empty wherever there is a grouping.
    Total: total === null ? {} : valuesOf(metrics, total),
    Groups: groups,
    Estimated: isEstimated(now, until - 1),
  }));
}

/** Nothing is reserved and nothing discounted here, so that all metrics of money are the same. */
const moneyMetrics = ["AmortizedCost", "BlendedCost", "NetAmortizedCost", "NetUnblendedCost", "UnblendedCost"];

function metricsOf(metrics: readonly string[] | undefined): readonly string[] {
  if (!metrics?.length) throw invalid("Metrics must not be empty");
  const other = metrics.find((metric) => !moneyMetrics.includes(metric));
  if (other) throw invalid(`The sandbox account's bill has no ${other}, only ${moneyMetrics.join(", ")}`);
  return metrics;
}

function valuesOf(metrics: readonly string[], amount: number): Record<string, MetricValue> {
  return Object.fromEntries(metrics.map((metric) => [metric, { Amount: decimal(amount), Unit: "USD" }]));
}

/** The linked accounts of these charges, with their names. */
export function accountsIn(charges: readonly Charge[], { world }: Moment) {
  const names = new Map([
    [world.accountId, world.accountAlias],
    [archiveAccount.id, archiveAccount.name],
  ]);
  return [...new Set(charges.map(({ account }) => account))]
    .sort()
    .map((Value) => ({ Value, Attributes: { description: names.get(Value) ?? "" } }));
}
