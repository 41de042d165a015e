import type { MicroUsd } from "../../core/money";
import {
  type AnomalyOptions,
  type Direction,
  defaultAnomalyOptions,
  type JudgedDay,
  type Judgement,
  judgeDays,
} from "./anomaly-days";
import { type Day, dayOf, finalThrough, numberOf } from "./days";
import { learningDays } from "./model";
import { amountsByDay, type DayCost, type Series, seriesOf } from "./series";

/**
 * Costs that nobody expected, per account and service. The method is in `baseline.ts` and `anomaly-days.ts`: weekday
 * medians and MAD, floors, a learning period; here the unusual days become the anomalies that a person reads.
 */

export interface ServiceCosts {
  readonly accountId: string;
  /** Null: all services of the account together. */
  readonly service: string | null;
  /** Days without an entry are unknown. Use `withKnownZeros` for days on which a service had no charge. */
  readonly days: readonly DayCost[];
  /** What Standby's pauses took away by day, as the ledger has it. Without an entry: nothing. */
  readonly realised: readonly DayCost[];
}

/** spike: days that stand out · level: it stayed and is now the usual cost · new: the service cost nothing before */
export type AnomalyKind = "spike" | "level" | "new";

export interface Anomaly {
  readonly accountId: string;
  readonly service: string | null;
  readonly kind: AnomalyKind;
  readonly direction: Direction;
  /** Less than usual is worth a note: something may be broken, but no money runs away. */
  readonly severity: "alert" | "note";
  readonly firstDay: Day;
  readonly lastDay: Day;
  /** The unusual days between the two. All sums are over these. */
  readonly days: readonly Day[];
  readonly cost: MicroUsd;
  /** What pauses took away on them, put back before judging. */
  readonly addedBack: MicroUsd;
  /** Days inside `low` to `high` would not have been reported. */
  readonly expected: { readonly low: MicroUsd; readonly mid: MicroUsd; readonly high: MicroUsd };
  /** `cost` + `addedBack` − `expected.mid`; negative when it went down. */
  readonly excess: MicroUsd;
  /** False while AWS may still change one of the days. */
  readonly final: boolean;
}

/** A jump that Standby made itself: down is a pause, up is a resume or a pause that did not happen. */
export interface OwnJump {
  readonly day: Day;
  readonly direction: Direction;
  readonly realised: MicroUsd;
}

export interface AnomalyReport {
  readonly accountId: string;
  readonly service: string | null;
  /** learning: no day could be judged yet. */
  readonly state: "judged" | "learning";
  readonly knownDays: number;
  readonly neededDays: number;
  readonly anomalies: readonly Anomaly[];
  readonly ownJumps: readonly OwnJump[];
}

export function findAnomalies(
  costs: ServiceCosts,
  today: Day,
  options: AnomalyOptions = defaultAnomalyOptions,
): AnomalyReport {
  const billed = seriesOf(costs.days);
  const judgement = judge(costs, billed, today, options);
  const of = { accountId: costs.accountId, service: costs.service };
  const runs = mergeRuns(judgement.days, options.mergeDays);
  return {
    ...of,
    state: judgement.judged > 0 ? "judged" : "learning",
    knownDays: judgement.judged + judgement.learning,
    neededDays: learningDays + 1,
    anomalies: runs.map((run) => ({ ...of, ...describe(run, judgement, today) })),
    ownJumps: judgement.days
      .filter(({ verdict }) => verdict === "explained")
      .map(({ number, direction, addedBack }) => ({ day: dayOf(number), direction, realised: addedBack })),
  };
}

function judge(costs: ServiceCosts, billed: Series, today: Day, options: AnomalyOptions): Judgement {
  const realised = amountsByDay(costs.realised);
  return judgeDays({
    billed,
    realised: (number) => realised.get(number) ?? 0,
    finalThrough: numberOf(finalThrough(today)),
    options,
  });
}

/** Unusual days of one direction that are close become one anomaly, in the order in which they began. */
function mergeRuns(days: readonly JudgedDay[], mergeDays: number): readonly (readonly JudgedDay[])[] {
  const runs: JudgedDay[][] = [];
  for (const direction of ["up", "down"] as const) {
    let run: JudgedDay[] = [];
    for (const day of days) {
      if (day.verdict !== "unusual" || day.direction !== direction) continue;
      const last = run.at(-1);
      if (last === undefined || day.number - last.number > mergeDays) {
        run = [];
        runs.push(run);
      }
      run.push(day);
    }
  }
  return runs.sort((a, b) => (a[0]?.number ?? 0) - (b[0]?.number ?? 0));
}

/** Each day is rounded once; the sums are of whole micro-dollars. */
function describe(run: readonly JudgedDay[], { accepted }: Judgement, today: Day) {
  const [first, last] = [run[0]?.number ?? 0, run.at(-1)?.number ?? 0];
  const sum = (amount: (day: JudgedDay) => number) => run.reduce((total, day) => total + Math.round(amount(day)), 0);
  const direction = run[0]?.direction ?? "up";
  const [cost, addedBack, mid] = [sum((day) => day.cost), sum((day) => day.addedBack), sum((day) => day.expected)];
  const margin = sum((day) => day.margin);
  return {
    kind: kindOf(run, accepted),
    direction,
    severity: direction === "up" ? ("alert" as const) : ("note" as const),
    firstDay: dayOf(first),
    lastDay: dayOf(last),
    days: run.map(({ number }) => dayOf(number)),
    cost,
    addedBack,
    expected: { low: mid - margin, mid, high: mid + margin },
    excess: cost + addedBack - mid,
    final: dayOf(last) <= finalThrough(today),
  };
}

function kindOf(run: readonly JudgedDay[], accepted: ReadonlySet<number>): AnomalyKind {
  if (run[0]?.isNew) return "new";
  return run.some(({ number }) => accepted.has(number)) ? "level" : "spike";
}
