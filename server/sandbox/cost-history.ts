import { type StoryLine, storyLines } from "./cost-lines";
import {
  archiveAccount,
  awakeShare,
  firstPauseOn,
  monthStart,
  ownRequests,
  stagingAwakeOn,
  storyCharges,
  taxPercent,
  usagePrefixes,
} from "./cost-story";

/**
 * The bill of the sandbox account, day by day, for as long back as anybody asks: the story's table with growth, weekdays,
 * pauses and a little noise, each from the day alone, so that a day costs tomorrow what it costs today. Days are whole
 * numbers since 1970-01-01.
 */

/** What one line of the bill says of a day. */
export interface Charge {
  readonly day: number;
  readonly service: string;
  readonly usageType: string;
  readonly region: string;
  readonly account: string;
  /** "" is untagged. */
  readonly environment: string;
  readonly record: string;
  /** In units of 1e-10 dollars: whole, so that sums have no rounding. */
  readonly amount: number;
}

export interface History {
  readonly accountId: string;
  /** The Friday that the story is told from. */
  readonly friday: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const unitsPerDollar = 1e10;
const msPerDay = 86_400_000;
const msPerHour = 3_600_000;

export function chargesOn(history: History, day: number): readonly Charge[] {
  const share = toldShare(history.now, day);
  const usage = usageOn(history, day).map((charge) => ({ ...charge, amount: Math.round(charge.amount * share) }));
  const once = share > 0 ? [...chargedOnce(history, day), ...chargedMonthly(history, day)] : [];
  return [...usage, ...once].filter(({ amount }) => amount !== 0);
}

/** What a day will cost, unevenness and one-time charges aside: what AWS would forecast. */
export function expectedOn(history: History, day: number): readonly Charge[] {
  return storyLines.map((line) => ({
    ...chargeOf(history, day, line, 0),
    amount: Math.round(baseOf(line, history, day)),
  }));
}

/** Cost Explorer is some hours behind, and corrects yesterday by what came late. */
function toldShare(now: number, day: number): number {
  const told = (now - 8 * msPerHour - day * msPerDay) / msPerDay;
  return Math.max(0, Math.min(1, told)) * (isEstimated(now, day) ? 0.98 : 1);
}

/** Today and yesterday. */
export function isEstimated(now: number, day: number): boolean {
  return day >= dayOfInstant(now) - 1;
}

function usageOn(history: History, day: number): readonly Charge[] {
  const own =
    day >= history.friday + firstPauseOn ? [chargeOf(history, day, ownRequests.line, ownRequests.dollars)] : [];
  const lines = storyLines.map((line, index) => ({
    ...chargeOf(history, day, line, 0),
    amount: Math.round(baseOf(line, history, day) * (1 + unevenness(line, index, day))),
  }));
  return [...lines, ...own];
}

function chargedOnce(history: History, day: number): readonly Charge[] {
  return storyCharges
    .filter(({ on }) => history.friday + on === day)
    .map(({ line, dollars, record }) => ({ ...chargeOf(history, day, line, dollars), record }));
}

function chargedMonthly(history: History, day: number): readonly Charge[] {
  if (!isFirstOfMonth(day)) return [];
  return [chargeOf(history, day, monthStart.line, monthStart.dollars), taxOn(history, day)];
}

function taxOn(history: History, first: number): Charge {
  let month = 0;
  for (let day = first - 1; ; day -= 1) {
    for (const { amount } of usageOn(history, day)) month += amount;
    if (isFirstOfMonth(day)) break;
  }
  return {
    day: first,
    service: "Tax",
    usageType: "NoUsageType",
    region: "NoRegion",
    account: history.accountId,
    environment: "",
    record: "Tax",
    // To the cent, as on an invoice.
    amount: Math.round((month * taxPercent) / 100 / 1e8) * 1e8,
  };
}

function chargeOf(history: History, day: number, line: Omit<StoryLine, "moves" | "daily">, dollars: number): Charge {
  return {
    day,
    service: line.service,
    usageType: `${usagePrefixes[line.region]}${line.usage}`,
    region: line.region === "none" ? "global" : line.region,
    account: line.isArchive ? archiveAccount.id : history.accountId,
    environment: line.environment ?? "",
    record: "Usage",
    amount: Math.round(dollars * unitsPerDollar),
  };
}

function baseOf(line: StoryLine, { friday }: History, day: number): number {
  const after = day - friday;
  // About 14 % a year.
  const growth = Math.max(0.5, 1 + 0.0004 * after);
  const busy = line.moves === "busy" && isWeekend(day) ? 0.92 : 1;
  const awake = line.moves === "stops" ? awakeOn(line.environment, after, day) : 1;
  return line.daily * unitsPerDollar * growth * busy * awake;
}

function awakeOn(environment: StoryLine["environment"], after: number, day: number): number {
  if (after < firstPauseOn) return 1;
  if (isWeekend(day)) return 0;
  if (environment !== "staging") return awakeShare;
  const isReleased = after > 0 ? weekdayOf(day) <= 2 : stagingAwakeOn.has(after);
  return isReleased ? awakeShare : 0;
}

/** What runs is a little busier on some days; what only stands there is nearly the same each day. */
function unevenness({ moves }: StoryLine, index: number, day: number): number {
  return moves === "steady"
    ? noise(index, day, 0.002)
    : noise(index, day, 0.015) + noise(storyLines.length, day, 0.012);
}

/** In ±`most`, from the line and the day alone. */
function noise(line: number, day: number, most: number): number {
  let hash = (Math.imul(day + 1, 0x9e3779b1) ^ Math.imul(line + 1, 0x85ebca77)) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae3d) >>> 0;
  hash = (hash ^ (hash >>> 13)) >>> 0;
  return (hash / 0x1_0000_0000 - 0.5) * 2 * most;
}

export function dayOfInstant(instant: number): number {
  return Math.floor(instant / msPerDay);
}

/** The same day, or the last Friday before it. */
export function fridayBefore(instant: number): number {
  const day = dayOfInstant(instant);
  return day - ((weekdayOf(day) + 2) % 7);
}

export function textOf(day: number): string {
  return new Date(day * msPerDay).toISOString().slice(0, 10);
}

/** Null when it is no day like 2026-11-21. */
export function numberOf(text: string): number | null {
  const day = Date.parse(`${text}T00:00:00Z`) / msPerDay;
  return Number.isInteger(day) && textOf(day) === text ? day : null;
}

export function firstOfNextMonth(day: number): number {
  const date = new Date(day * msPerDay);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / msPerDay;
}

/** Thirteen months before the running one: nothing older is told. */
export function oldestDay(now: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 13, 1) / msPerDay;
}

function isFirstOfMonth(day: number): boolean {
  return new Date(day * msPerDay).getUTCDate() === 1;
}

/** 0 is Sunday. */
function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

function isWeekend(day: number): boolean {
  return weekdayOf(day) % 6 === 0;
}
