import type { Filterable } from "../core/filter";
import type { MicroUsd } from "../core/money";
import type { BillReading, BillSum } from "../costs/actual/ports";
import { currenciesOf, daysInAll, seriesOfRead, through } from "../costs/trends/bill-days";
import type { BudgetActual, BudgetPeriod } from "../costs/trends/budgets";
import { addDays, type Day, finalThrough, firstOfMonth, lastOfMonth } from "../costs/trends/days";
import { forecastWithPauses } from "../costs/trends/schedule-aware";
import { billStamp } from "./bill-stamp";
import { type BilledScope, type Known, scopeOnBill } from "./budget-scope";
import type { KeptBudget } from "./cost-ports";
import { dayOfInstant } from "./daily-bill";
import type { Deps } from "./deps";
import { keptFor } from "./kept-for";
import { noPauses, type PausedThings, pausedThings, pausesOf } from "./pauses-of";

/** What is spent of a budget, and what will be; null is not known, and `reason` says why. */
export interface BudgetFigures {
  readonly actual: BudgetActual | null;
  readonly forecast: MicroUsd | null;
  readonly reason: string | null;
}

/** Five months are enough for a forecast of one budget. */
const learntDays = 155;
/** The bill changes at most a few times a day. */
const kept = keptFor<BudgetFigures>(60_000);

/** From what was kept: nothing is asked of AWS. At most a minute old. */
export async function budgetFigures(deps: Deps, budget: KeptBudget, known: Known, now: Date): Promise<BudgetFigures> {
  const onBill = scopeOnBill(budget.scope, known);
  if ("reason" in onBill) return nothing(onBill.reason);
  const { by, tag, accounts } = onBill;
  const stamp = await billStamp(deps, accounts);
  const ids = accounts.map(({ id }) => id);
  const key = JSON.stringify([budget.id, budget.revision, by, tag, ids, dayOfInstant(now), stamp]);
  return kept(deps.store.bill, key, now, () => figuresOf(deps, budget, onBill, now));
}

function nothing(reason: string): BudgetFigures {
  return { actual: null, forecast: null, reason };
}

async function figuresOf(deps: Deps, budget: KeptBudget, scope: BilledScope, now: Date): Promise<BudgetFigures> {
  const { bill } = deps.store;
  const today = dayOfInstant(now);
  const begins = firstOf(budget.period, today);
  const learnt = addDays(today, -learntDays);
  const span = through(begins < learnt ? begins : learnt, today);
  const readings = (await bill.readings(scope.accounts.map(({ id }) => id))).filter(({ by }) => by === scope.by);
  const read = readings.filter(({ known }) => known !== null && known.until > begins);
  if (read.length === 0) return nothing(unreadReason(scope));
  const sums = await bill.sums({ accountIds: read.map(({ accountId }) => accountId), by: scope.by, span }, [
    "day",
    "value",
  ]);
  if (scope.tag && scope.tag.value !== "" && sums.every(({ value }) => value === ""))
    return nothing(untagged(scope.tag.key));
  const mine = scope.tag ? sums.filter(({ value }) => value === scope.tag?.value) : sums;
  const others = currenciesOf(mine).filter((currency) => currency !== budget.currency);
  const rows = mine.filter(({ currency }) => currency === budget.currency);
  if (rows.length === 0 && others.length > 0) return nothing(foreign(budget, others));
  const missing = scope.accounts.filter(({ id }) => !isWhole(read, id, begins, today)).map(({ name }) => name);
  const actual = { amount: sumOf(rows, begins), complete: missing.length === 0 && others.length === 0 };
  const reason = incompleteReason(missing, others);
  if (reason !== null) return { actual, forecast: null, reason };
  return { actual, ...(await forecastOf(deps, budget, { scope, rows, read, begins, today, now })) };
}

interface Learnt {
  readonly scope: BilledScope;
  readonly rows: readonly BillSum[];
  readonly read: readonly BillReading[];
  readonly begins: Day;
  readonly today: Day;
  readonly now: Date;
}

/** Of a longer period than a month: what was spent before it, and what this month and the ones after it will be. */
async function forecastOf(
  deps: Deps,
  { period, currency }: KeptBudget,
  { scope, rows, read, begins, today, now }: Learnt,
): Promise<Pick<BudgetFigures, "forecast" | "reason">> {
  const until = lastOf(period, begins);
  const from = addDays(today, -learntDays);
  const begun = new Date(`${from}T00:00:00Z`);
  const days = daysInAll([...read.flatMap(({ known }) => known ?? []), through(from, today)]);
  const accountIds = scope.accounts.map(({ id }) => id);
  const things = currency === "USD" ? await pausedThings(deps, accountIds, begun, now) : null;
  const pauses = things ? pausesOf(withTag(things, scope), begun, now, until) : noPauses;
  const { forecast, reason } = forecastWithPauses({ days: seriesOfRead(rows, days), today, until, ...pauses });
  if (forecast === null) return { forecast: null, reason: reason.text };
  const monthBegins = firstOfMonth(today);
  const before = sumOf(
    rows.filter(({ day }) => day < monthBegins),
    begins,
  );
  return { forecast: before + forecast.total, reason: null };
}

function withTag(things: PausedThings, { tag }: BilledScope): PausedThings {
  if (tag === null) return things;
  const isMine = ({ tags }: Pick<Filterable, "tags">) => (tags[tag.key] ?? "") === tag.value;
  const { entries, resources, paused } = things;
  return { entries: entries.filter(isMine), resources: resources.filter(isMine), paused };
}

function sumOf(rows: readonly BillSum[], from: Day): MicroUsd {
  return rows.reduce((sum, { day, unblended }) => (day >= from ? sum + unblended : sum), 0);
}

/** All days of the period that AWS does not correct any more were read. */
function isWhole(readings: readonly BillReading[], id: string, begins: Day, today: Day): boolean {
  const known = readings.find(({ accountId }) => accountId === id)?.known;
  return known != null && known.from <= begins && known.until > finalThrough(today);
}

function unreadReason({ tag, accounts }: BilledScope): string {
  if (accounts.length === 0) return "There is no account yet. Connect one in the settings.";
  const what = tag ? `by the tag ${tag.key}` : `of ${accounts.map(({ name }) => name).join(", ")}`;
  return `The bill ${what} was not read yet. What is in the way is said on the costs page.`;
}

function untagged(key: string): string {
  return `No cost on the bill carries the tag ${key}: activate it as a cost allocation tag in the payer's Billing console; AWS tells it a day later.`;
}

function foreign({ currency }: KeptBudget, others: readonly string[]): string {
  return `The bill is in ${others.join(", ")}, the budget in ${currency}: set it in the bill's currency.`;
}

function incompleteReason(missing: readonly string[], others: readonly string[]): string | null {
  if (missing.length > 0) return `Days of ${missing.join(", ")} were not read, so it is at least that.`;
  if (others.length > 0) return `More was charged in ${others.join(", ")}, which is not in it.`;
  return null;
}

/** Calendar periods in UTC, as AWS bills. */
function firstOf(period: BudgetPeriod, today: Day): Day {
  if (period === "month") return firstOfMonth(today);
  if (period === "year") return `${today.slice(0, 4)}-01-01`;
  const month = Math.floor((Number(today.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${today.slice(0, 4)}-${String(month).padStart(2, "0")}-01`;
}

const months: Readonly<Record<BudgetPeriod, number>> = { month: 1, quarter: 3, year: 12 };

function lastOf(period: BudgetPeriod, begins: Day): Day {
  let last = lastOfMonth(begins);
  for (let month = 1; month < months[period]; month++) last = lastOfMonth(addDays(last, 1));
  return last;
}
