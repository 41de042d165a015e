import type { Expression } from "@aws-sdk/client-cost-explorer";
import { stateOf } from "./corner";
import { filterOf, invalid } from "./cost-filter";
import {
  type Charge,
  chargesOn,
  dayOfInstant,
  firstOfNextMonth,
  fridayBefore,
  type History,
  numberOf,
  oldestDay,
} from "./cost-history";
import type { Moment } from "./operation";

/** What all questions to Cost Explorer share: whose bill, which days, how money is written. */

interface State {
  /** The Friday that the story is told from, in days since 1970; null in an account that is older than this corner. */
  friday: number | null;
}

export const ownBill = { name: "cost-explorer", empty: (): State => ({ friday: null }) };

/** An older account's story is told from one and the same day, or its past would change with each look. */
const firstFriday = Date.UTC(2026, 10, 20);

/** It is kept in us-east-1, where Cost Explorer is, whichever region asks. */
export function historyOf({ world, now }: Moment): History {
  const home = world.regions["us-east-1"];
  const friday = home && stateOf(ownBill, { ...home, corners: { ...home.corners } }).friday;
  return { accountId: world.accountId, friday: friday ?? fridayBefore(firstFriday), now };
}

/** From a day up to another that is not in it any more. */
export interface Period {
  readonly from: number;
  readonly until: number;
}

export interface Question {
  readonly TimePeriod: { readonly Start?: string | undefined; readonly End?: string | undefined } | undefined;
  readonly Filter?: Expression | undefined;
}

export function periodOf({ TimePeriod: { Start = "", End = "" } = {} }: Question): Period {
  const from = numberOf(Start);
  const until = numberOf(End);
  if (from === null || until === null) throw invalid("Start or end time is not in a supported date format: yyyy-MM-dd");
  if (from >= until) throw invalid("Start date (and hour) should be before end date (and hour)");
  return { from, until };
}

/** The days of a question about what was. */
export function pastOf(question: Question, { now }: Moment): Period {
  const period = periodOf(question);
  if (period.from < oldestDay(now)) throw invalid("You haven't enabled historical data beyond 14 months");
  if (period.until > firstOfNextMonth(dayOfInstant(now))) throw invalid("end date past the beginning of next month");
  return period;
}

/** Its days, or the months that it reaches into, each no longer than the period is. */
export function slices({ from, until }: Period, granularity: string | undefined): readonly Period[] {
  const end = endOf(granularity);
  const found: Period[] = [];
  for (let start = from; start < until; start = end(start)) {
    found.push({ from: start, until: Math.min(until, end(start)) });
  }
  return found;
}

function endOf(granularity: string | undefined): (day: number) => number {
  if (granularity === "DAILY") return (day) => day + 1;
  if (granularity === "MONTHLY") return firstOfNextMonth;
  throw invalid("The account's bill is told by DAILY and MONTHLY only; HOURLY has to be enabled");
}

/** The charges of each day that pass the filter. */
export function daysOf(question: Question, at: Moment): readonly (readonly Charge[])[] {
  const { from, until } = pastOf(question, at);
  const isWanted = filterOf(question.Filter);
  const history = historyOf(at);
  return Array.from({ length: until - from }, (_, index) => chargesOn(history, from + index).filter(isWanted));
}

export function sumOf(charges: readonly Charge[]): number {
  return charges.reduce((total, { amount }) => total + amount, 0);
}

/** Units of 1e-10 dollars: as many digits as Cost Explorer gives, without zeros at the end. */
export function decimal(amount: number): string {
  const digits = String(Math.abs(amount)).padStart(11, "0");
  const text = `${digits.slice(0, -10)}.${digits.slice(-10)}`.replace(/\.?0+$/, "");
  return amount < 0 ? `-${text}` : text;
}
