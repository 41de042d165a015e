import type { WireBudget } from "@/server/contract/budgets";
import type { WireCosts } from "@/server/contract/costs";
import type { WireAnomaly, WireOutlook } from "@/server/contract/outlook";
import { heightOf, sumOf } from "./amounts";
import { addDays, daysBetween, daysOfMonth, firstOfNextMonth, weekdayOf } from "./calendar";

/** What the chart and its table say. Heights are for drawing; amounts stay the strings of the answer. Pure. */

export interface Series {
  readonly key: string;
  readonly name: string;
  /** 1 to 8: the colour `--series-n`. */
  readonly colour: number;
  readonly amounts: readonly (string | null)[];
  readonly total: string | null;
  /** Of these items of the answer. */
  readonly of: readonly string[];
}

/** `open`: AWS still corrects it. `unknown`: nobody read it. */
export type BarState = "final" | "open" | "forecast" | "unknown";

export interface Bar {
  /** The day, or the first day of the month. */
  readonly day: string;
  readonly state: BarState;
  /** One for each series. */
  readonly amounts: readonly (string | null)[];
  /** What was reported; null where nothing was. */
  readonly total: string | null;
  /** What the whole of it is expected to be, where it is not final. */
  readonly expected: string | null;
  /** What is expected beside what was reported, by series; null where only its sum is known. */
  readonly partsAhead: readonly number[] | null;
  readonly band: { readonly low: number; readonly high: number } | null;
}

export interface BudgetLine {
  readonly from: string;
  readonly through: string;
  /** What one bar may cost. */
  readonly amount: number;
  readonly budget: WireBudget;
}

const coloursAtMost = 8;

/** The seven dearest and everything else; all of them where there are no more than eight. */
export function seriesOf({ items, periods }: Pick<WireCosts, "items" | "periods">): readonly Series[] {
  const own = items.length <= coloursAtMost ? items : items.slice(0, coloursAtMost - 1);
  const rest = items.slice(own.length);
  const series = own.map(({ key, name, amounts, total }, index) => ({
    ...{ key, name, amounts, total, of: [key] },
    colour: index + 1,
  }));
  if (rest.length === 0) return series;
  return [
    ...series,
    {
      key: "everything else",
      name: "Everything else",
      colour: coloursAtMost,
      amounts: periods.map((_, index) => sumOf(rest.map(({ amounts }) => amounts[index]))),
      total: sumOf(rest.map(({ total }) => total)),
      of: rest.map(({ key }) => key),
    },
  ];
}

/** Only where the chart shows what the forecast is of: all of the unblended cost, up to now. */
export function forecastFits(costs: WireCosts, outlook: WireOutlook | undefined, service: string | null): boolean {
  if (!outlook?.forecast || service !== null) return false;
  if (costs.metric !== "unblended" || costs.currency !== outlook.currency || costs.by === "record") return false;
  return costs.from <= outlook.today && costs.until > outlook.today;
}

/** The bars of the answer, and those of the days ahead. `outlook` is left out where the forecast does not fit. */
export function barsOf(
  costs: WireCosts,
  series: readonly Series[],
  today: string,
  outlook: WireOutlook | null,
): readonly Bar[] {
  const reported = costs.periods.flatMap((day, index) => {
    const total = costs.total.amounts[index] ?? null;
    // Of today nothing may be read yet: then it is ahead like tomorrow.
    if (day > today || (day === today && total === null && outlook?.forecast)) return [];
    const last = costs.every === "day" ? day : addDays(firstOfNextMonth(day), -1);
    const known: BarState = last > costs.finalThrough ? "open" : "final";
    const bar: Bar = {
      ...{ day, total, expected: null, partsAhead: null, band: null },
      state: total === null ? "unknown" : known,
      amounts: series.map(({ amounts }) => amounts[index] ?? null),
    };
    return [bar];
  });
  if (!outlook?.forecast) return reported;
  return costs.every === "day"
    ? withDaysAhead(reported, series, outlook)
    : reported.map((bar) => (bar.day.startsWith(outlook.month) ? withMonthAhead(bar, series, outlook) : bar));
}

function withMonthAhead(bar: Bar, series: readonly Series[], outlook: WireOutlook): Bar {
  const { forecast } = outlook;
  if (!forecast || bar.total === null) return bar;
  const band = { low: Number(forecast.low), high: Number(forecast.high) };
  return withExpected({ ...bar, band }, forecast.mean, sharesAhead(series, outlook));
}

function withDaysAhead(reported: readonly Bar[], series: readonly Series[], outlook: WireOutlook): readonly Bar[] {
  const forecast = outlook.forecast;
  if (!forecast) return reported;
  const expected = new Map(forecast.days.map(({ day, amount }) => [day, amount]));
  const shares = sharesAhead(series, outlook);
  const spread = spreadOf(outlook);
  const bars = reported.map((bar) => {
    const amount = expected.get(bar.day);
    return amount === undefined || bar.state !== "open" ? bar : withExpected(bar, amount, shares);
  });
  const last = reported.at(-1)?.day ?? "";
  const ahead = forecast.days
    .filter(({ day }) => day > last)
    .map(({ day, amount }) => {
      const height = Number(amount);
      const bar: Bar = {
        ...{ day, state: "forecast", total: null, expected: null, partsAhead: null },
        amounts: series.map(() => null),
        band: spread && { low: height * spread.low, high: height * spread.high },
      };
      return withExpected(bar, amount, shares);
    });
  return [...bars, ...ahead];
}

function withExpected(bar: Bar, expected: string, shares: readonly number[] | null): Bar {
  const ahead = Math.max(0, Number(expected) - heightOf(bar.total));
  return { ...bar, expected, partsAhead: shares?.map((share) => share * ahead) ?? null };
}

/** How what is still to come is divided among the series, by what each is still expected to cost this month. */
function sharesAhead(series: readonly Series[], { services }: WireOutlook): readonly number[] | null {
  const open = new Map(
    services.map(({ service, soFar, forecast }) => [
      service,
      soFar === null || forecast === null ? null : Math.max(0, Number(forecast) - Number(soFar)),
    ]),
  );
  const parts = series.map(({ of }) => of.reduce((sum, key) => sum + (open.get(key) ?? Number.NaN), 0));
  const sum = parts.reduce((total, part) => total + part, 0);
  return sum > 0 ? parts.map((part) => part / sum) : null;
}

/** The month's band as factors of what is still to come: it is known of the month, not of each day. */
function spreadOf({ forecast, soFar }: WireOutlook): { readonly low: number; readonly high: number } | null {
  if (!forecast || soFar.amount === null) return null;
  const [mean, billed] = [Number(forecast.mean), Number(soFar.amount)];
  const open = mean - billed;
  if (open <= 0) return null;
  return { low: Math.max(0, (Number(forecast.low) - billed) / open), high: (Number(forecast.high) - billed) / open };
}

/** The budget that is of all that the screen shows: of the account, by the month where there is one. */
export function budgetOf(
  budgets: readonly WireBudget[],
  account: string | null,
  currency: string,
): WireBudget | undefined {
  const own = budgets.filter(
    ({ scope, currency: its }) => scope.type === "account" && scope.accountId === account && its === currency,
  );
  return own.find(({ period }) => period === "month") ?? own[0];
}

const monthsOf = { month: 1, quarter: 3, year: 12 } as const;

/** The running month's share of the budget, a bar of it. Null where no bar is of this month. */
export function budgetLineOf(
  budget: WireBudget | undefined,
  bars: readonly Bar[],
  every: WireCosts["every"],
  today: string,
): BudgetLine | null {
  const month = bars.filter(({ day }) => day.startsWith(today.slice(0, 7)));
  const [first, last] = [month[0], month.at(-1)];
  if (!budget || !first || !last) return null;
  const aMonth = Number(budget.limit) / monthsOf[budget.period];
  const amount = every === "month" ? aMonth : aMonth / daysOfMonth(today);
  return { from: first.day, through: last.day, amount, budget };
}

export interface Mark {
  readonly number: number;
  readonly anomaly: WireAnomaly;
  /** The bar that it stands on. */
  readonly bar: string;
}

/** The anomalies of what the chart shows: where that is one service, its own alone. */
export function anomaliesOf(anomalies: readonly WireAnomaly[], service: string | null): readonly WireAnomaly[] {
  return service === null ? anomalies : anomalies.filter((one) => one.service === service);
}

/** The alerts with their numbers, oldest first, so that a number stays while newer ones come. */
export function marksOf(anomalies: readonly WireAnomaly[], costs: WireCosts): readonly Mark[] {
  return shownOf(anomalies, costs, "alert").map((anomaly, index) => ({
    number: index + 1,
    anomaly,
    bar: costs.every === "day" ? anomaly.firstDay : `${anomaly.firstDay.slice(0, 7)}-01`,
  }));
}

/** What is no alarm: days that cost less, or a level that stayed. Oldest first. */
export function notesOf(anomalies: readonly WireAnomaly[], costs: WireCosts): readonly WireAnomaly[] {
  return shownOf(anomalies, costs, "note");
}

function shownOf(anomalies: readonly WireAnomaly[], costs: WireCosts, severity: WireAnomaly["severity"]) {
  return anomalies
    .filter((one) => one.severity === severity && one.currency === costs.currency)
    .filter(({ firstDay }) => firstDay >= costs.from && firstDay < costs.until)
    .toSorted((a, b) => a.firstDay.localeCompare(b.firstDay) || a.id.localeCompare(b.id));
}

/** How high a bar is drawn. */
export function topOf(bar: Bar): number {
  const reported = bar.amounts.reduce((sum, amount) => sum + Math.max(0, heightOf(amount)), 0);
  return Math.max(reported, heightOf(bar.expected), bar.band?.high ?? 0);
}

export function bottomOf(bar: Bar): number {
  return bar.amounts.reduce((sum, amount) => sum + Math.min(0, heightOf(amount)), 0);
}

/** Round steps from the lowest to the highest, four or so. */
export function ticksBetween(low: number, high: number): readonly number[] {
  const span = high - low;
  if (!(span > 0)) return [0, 1];
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((times) => times * power >= rough * 0.999) ?? 10) * power;
  const ticks: number[] = [];
  for (let at = Math.floor(low / step); at * step < high + step * 0.999; at++)
    ticks.push(Number((at * step).toFixed(9)));
  return ticks;
}

/** The first of each month, and the Mondays that leave it room; each month where a bar is one. */
export function dayTicks(bars: readonly Bar[], every: WireCosts["every"]): readonly string[] {
  const days = bars.map(({ day }) => day);
  if (every === "month") return days;
  return days.filter((day, index) => {
    if (index === 0 || day.endsWith("-01")) return true;
    const first = days[0] ?? day;
    return weekdayOf(day) === 1 && daysBetween(first, day) > 3 && !isNearFirst(day);
  });
}

function isNearFirst(day: string): boolean {
  const number = Number(day.slice(8));
  return number < 5 || number > daysOfMonth(day) - 4;
}
