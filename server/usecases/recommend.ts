import type { AnyAdapter } from "../adapters/contract";
import type { WireRecommendation } from "../contract/recommendations";
import { type Idleness, idleLookDays } from "../core/idleness";
import type { ResourceRecord } from "../core/inventory";
import { type Estimate, type MicroUsd, monthly, type PricedLine } from "../core/money";
import type { WeeklyHours } from "../core/weekly-hours";
import { hoursUsed, quietShare } from "../costs/idle/pattern";
import { halfOf } from "../costs/idle/smaller";
import { idleWords, quietWords, usedWords } from "../costs/idle/words";
import { observedOf } from "../inventory/record";
import type { Deps } from "./deps";

/** What is advised for one resource: the most of what applies, so that nothing is worth its bill twice. */

export interface Recommendation
  extends Pick<WireRecommendation, "advice" | "why" | "remedy" | "since" | "plannable" | "atMost" | "source"> {
  readonly record: ResourceRecord;
  /** The hours at which it was used, where a schedule is advised. */
  readonly schedule: WeeklyHours | null;
  /** A month. */
  readonly worth: MicroUsd | null;
}

type RecommendDeps = Pick<Deps, "adapterFor" | "estimate">;

export function recommend(
  deps: RecommendDeps,
  record: ResourceRecord,
  idleness: Idleness | null,
): Recommendation | null {
  const adapter = deps.adapterFor(record.kind);
  const advised = leftOf(adapter, record) ?? (idleness && usedLittle(deps, adapter, record, idleness));
  // Where nothing ends by it there is nothing to advise.
  return advised && advised.worth !== 0 ? advised : null;
}

function leftOf(adapter: AnyAdapter, record: ResourceRecord): Recommendation | null {
  const seen = observedOf(adapter, record);
  const left = seen && adapter.idle?.left?.(seen);
  if (!left) return null;
  const { advice, why, since, ends } = left;
  return {
    record,
    advice,
    why,
    remedy: record.remedy,
    since,
    schedule: null,
    plannable: false,
    worth: ends === "unknown" ? null : worthOf(record.estimate, () => true),
    atMost: ends === "atMost",
    source: { from: "inventory", days: null, readAt: record.seenAt.toISOString() },
  };
}

function usedLittle(
  { estimate }: RecommendDeps,
  adapter: AnyAdapter,
  record: ResourceRecord,
  { verdict, readAt }: Idleness,
): Recommendation | null {
  const source = { from: "CloudWatch", readAt: readAt.toISOString() } as const;
  const common = { record, atMost: false, since: null, schedule: null } as const;
  const stops = worthOf(record.estimate, (line) => line.stopsWhenPaused);
  if (verdict.verdict === "idle") {
    const { days, since } = verdict;
    const idle = { ...common, why: idleWords(verdict), since, source: { ...source, days } };
    if (adapter.restore === "reportOnly" || record.state === "alwaysOn") {
      const worth = worthOf(record.estimate, () => true);
      return { ...idle, advice: "unused", remedy: record.remedy, plannable: false, worth };
    }
    return { ...idle, advice: "stop", ...howToPause(adapter, record), worth: stops };
  }
  if (verdict.verdict !== "busy" || !record.pausable) return null;
  const seen = { ...common, source: { ...source, days: idleLookDays } };
  const { quiet, usedAtMost } = verdict;
  if (quiet) {
    return {
      ...seen,
      advice: "schedule",
      why: `Nobody used it ${quietWords(quiet)} for two weeks`,
      remedy: `Pause it at these hours: ${quiet.hoursAWeek} of 168 hours a week`,
      schedule: hoursUsed(quiet),
      plannable: true,
      worth: stops === null ? null : quietShare(stops, quiet),
    };
  }
  const half = usedAtMost === null ? null : halfSize(estimate, record);
  if (usedAtMost === null || !half) return null;
  return {
    ...seen,
    advice: "smaller",
    why: usedWords(usedAtMost),
    remedy: `Try ${half.size}, after a look at its memory: CloudWatch does not tell that`,
    plannable: false,
    worth: half.worth,
  };
}

/** A kind that is deleted on the way is paused only where somebody accepts that. */
function howToPause(adapter: AnyAdapter, record: ResourceRecord) {
  if (record.pausable) return { plannable: true, remedy: "Pause it; a resume brings it back as it was" };
  const seen = observedOf(adapter, record);
  const plan = seen ? adapter.planPause(seen, adapter.options.parse({})) : null;
  const remedy = plan?.result === "refused" ? `${plan.reason}. ${plan.remedy}` : "Look why a pause would not take it";
  return { plannable: false, remedy };
}

/** What of its lines ends, a month. Null: one of them has no price. What is metered costs nothing while nobody uses it. */
function worthOf({ lines }: Estimate, ends: (line: PricedLine) => boolean): MicroUsd | null {
  let hourly = 0;
  for (const line of lines) {
    if (line.quantity === "metered" || !ends(line)) continue;
    if (line.hourly === null) return null;
    hourly += line.hourly;
  }
  return monthly(hourly);
}

/** The same lines at half the size, as far as the price list has it. Null: there is no half. */
function halfSize(
  estimate: Deps["estimate"],
  { region, estimate: { lines } }: ResourceRecord,
): { readonly size: string; readonly worth: MicroUsd | null } | null {
  const sized = lines.flatMap((line) => {
    const key = line.stopsWhenPaused && line.price ? halfOf(line.price.key) : null;
    return key !== null && line.price ? [{ line, half: { ...line, price: { ...line.price, key } }, key }] : [];
  });
  const [first] = sized;
  if (!first) return null;
  const size = first.key.slice(first.key.lastIndexOf(":") + 1);
  const now = worthOf({ lines: sized.map(({ line }) => line), running: null, paused: null, unpriced: 0 }, () => true);
  const then = worthOf(
    estimate(
      region,
      sized.map(({ half }) => half),
    ),
    () => true,
  );
  // Many families begin at large; what the price list does not have either is no advice.
  if (then === null && size.endsWith(".medium")) return null;
  return { size, worth: now === null || then === null || then >= now ? null : now - then };
}
