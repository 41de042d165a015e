import type { Micro } from "../core/actual-cost";
import type { Stretch } from "../core/ledger";
import type { MicroUsd } from "../core/money";
import { daysIn } from "./savings";
import { type Baseline, baselineOn } from "./trends/baseline";
import { type Day, finalThrough, numberOf, weekdayOf } from "./trends/days";
import { realisedByDay } from "./trends/pauses";
import { type DayCost, seriesOf, valueAt } from "./trends/series";

/**
 * The ledger beside the bill, of one service of one account: by how much the bill of a day with pauses is under what the
 * day usually costs, and what the ledger says that the pauses saved. Pure.
 *
 * What a day usually costs is learnt from the days before it on which nothing was paused: only then the two figures know
 * nothing of each other. A schedule that pauses every night leaves no such day after some weeks. Then what the ledger says
 * is put back into the bill first; the comparison still shows whether bill and ledger move together, and says so.
 */

export interface ReconciliationInput {
  /** Days that were read, those on which it cost nothing too, as far back as eight weeks before the first. */
  readonly bill: readonly DayCost[];
  /** Days that pauses touched, as far back as the bill. */
  readonly saved: readonly SavedDay[];
  readonly from: Day;
  /** Not included. */
  readonly until: Day;
  readonly today: Day;
}

export interface SavedDay {
  readonly day: Day;
  /** By the ledger, less restarts. */
  readonly net: MicroUsd;
  /** Stretches of time without a price: more was saved than `net`. */
  readonly unpriced: number;
}

/** What the ledger has of pauses, by day. */
export function savedDays(stretches: readonly Stretch[], from: Date, now: Date): readonly SavedDay[] {
  const days = new Map<Day, SavedDay>();
  const add = (day: Day, net: MicroUsd, unpriced: number) => {
    const before = days.get(day) ?? { day, net: 0, unpriced: 0 };
    days.set(day, { day, net: before.net + net, unpriced: before.unpriced + unpriced });
  };
  for (const { day, cost } of realisedByDay(stretches, from, now)) add(day, cost, 0);
  for (const stretch of stretches) {
    if (stretch.type !== "saved" || stretch.hourly !== null) continue;
    const begun = stretch.from > from ? stretch.from : from;
    const until = stretch.until !== null && stretch.until < now ? stretch.until : now;
    for (const { day } of daysIn(begun, until)) add(day, 0, 1);
  }
  return [...days.values()];
}

/** untouched: learnt from days without pauses · putBack: from days to which the ledger's figure was added */
export type Basis = "untouched" | "putBack";

export type ReconciledDay = { readonly day: Day; readonly saved: MicroUsd; readonly unpriced: number } & (
  | {
      readonly state: "compared";
      readonly basis: Basis;
      readonly billed: Micro;
      /** What the model says that the day would have cost without pauses. */
      readonly expected: Micro;
      /** One deviation of what a day without pauses costs. */
      readonly noise: Micro;
    }
  /** notFinal: AWS still corrects it · notRead: its bill is not known · learning: too few days before it are */
  | { readonly state: "notFinal" | "notRead" | "learning" }
);

/** Only days that pauses touched; a service without such a day has nothing to compare. */
export function reconcile(input: ReconciliationInput): readonly ReconciledDay[] {
  const series = seriesOf(input.bill);
  const bill = (number: number) => valueAt(series, number);
  const savedOn = new Map(input.saved.map((one) => [numberOf(one.day), one]));
  const final = numberOf(finalThrough(input.today));
  const known = (number: number) => (number <= final ? bill(number) : null);
  const putBack = (number: number) => {
    const cost = known(number);
    return cost === null ? null : cost + (savedOn.get(number)?.net ?? 0);
  };
  const untouched = (number: number) => (isUntouched(savedOn.get(number), known(number)) ? known(number) : null);
  return input.saved
    .filter(({ day, net, unpriced }) => day >= input.from && day < input.until && (net !== 0 || unpriced > 0))
    .sort((one, other) => (one.day < other.day ? -1 : 1))
    .map(({ day, net, unpriced }) => {
      const number = numberOf(day);
      const about = { day, saved: net, unpriced };
      if (number > final) return { ...about, state: "notFinal" };
      const billed = bill(number);
      if (billed === null) return { ...about, state: "notRead" };
      const usual = usualOn(number, untouched, putBack);
      return usual ? { ...about, state: "compared", billed, ...usual } : { ...about, state: "learning" };
    });
}

/** A pause that took under a hundredth of the day teaches no wrong level. */
const untouchedShare = 0.01;

function isUntouched(saved: SavedDay | undefined, cost: number | null): boolean {
  if (!saved) return true;
  return saved.unpriced === 0 && Math.abs(saved.net) <= untouchedShare * Math.abs((cost ?? 0) + saved.net);
}

type DayValue = (number: number) => number | null;

function usualOn(number: number, untouched: DayValue, putBack: DayValue) {
  const alone = hasWeekday(number, untouched) ? baselineOn(untouched, number) : null;
  const baseline = alone ?? baselineOn(putBack, number);
  return baseline && { basis: alone ? ("untouched" as const) : ("putBack" as const), ...figuresOf(baseline, number) };
}

/** Where only weekends are paused, working days say nothing about a Sunday without pauses. */
function hasWeekday(number: number, value: DayValue): boolean {
  const weeks = Array.from({ length: 8 }, (_, index) => value(number - 7 * (index + 1)));
  return weeks.filter((cost) => cost !== null).length >= 2;
}

function figuresOf({ weekday, deviation }: Baseline, number: number) {
  return { expected: Math.round(weekday[weekdayOf(number)] ?? 0), noise: Math.round(deviation) };
}

export interface Reconciliation {
  readonly compared: number;
  readonly notFinal: number;
  readonly notRead: number;
  readonly learning: number;
  /** Of the days that were compared, as all figures. */
  readonly unpriced: number;
  readonly billed: Micro;
  readonly expected: Micro;
  /** By how much the bill fell: `expected` − `billed`. */
  readonly fell: Micro;
  readonly saved: MicroUsd;
  /** What the ledger says beyond what the bill shows: `saved` − `fell`. */
  readonly difference: MicroUsd;
  /** `difference` as a share of `saved`; null where that is nothing. */
  readonly share: number | null;
  /** What days without pauses differ by on their own, over as many days. */
  readonly noise: Micro;
}

/** Also of days of several services: whatever they are grouped by, the sums are those of the days. */
export function totalOf(days: readonly ReconciledDay[]): Reconciliation {
  const compared = days.filter((one) => one.state === "compared");
  const sum = (value: (one: (typeof compared)[number]) => number) => compared.reduce((all, one) => all + value(one), 0);
  const count = (state: ReconciledDay["state"]) => days.filter((one) => one.state === state).length;
  const [billed, expected, saved] = [sum((one) => one.billed), sum((one) => one.expected), sum((one) => one.saved)];
  const difference = saved - (expected - billed);
  return {
    compared: compared.length,
    notFinal: count("notFinal"),
    notRead: count("notRead"),
    learning: count("learning"),
    unpriced: sum((one) => one.unpriced),
    billed,
    expected,
    fell: expected - billed,
    saved,
    difference,
    share: saved === 0 ? null : difference / saved,
    noise: Math.round(Math.sqrt(sum((one) => one.noise ** 2))),
  };
}

/** Two deviations hold 19 of 20 days; under a tenth nobody would ask. */
const deviations = 2;
const smallShare = 0.1;

/** How the two stand to each other; null where no day was compared. */
export function verdictOf(sum: Reconciliation): "agree" | "ledgerMore" | "billMore" | null {
  if (sum.compared === 0) return null;
  const { difference, noise, share } = sum;
  if (Math.abs(difference) <= deviations * noise || (share !== null && Math.abs(share) <= smallShare)) return "agree";
  return difference > 0 ? "ledgerMore" : "billMore";
}
