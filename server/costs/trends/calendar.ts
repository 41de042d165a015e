import { dayOfMonth, sameDayOfMonth } from "./days";
import { median } from "./robust";
import { type Series, valueAt } from "./series";

/**
 * Charges that come on a day of the month: support, reservation fees, marketplace and tax on the first, a subscription
 * on the fifteenth. One is recognised when the two last months both had it, of the same sign and at most a factor of two
 * apart; one alone may be an accident. `least` is the share of a usual day from which on it is not noise.
 */
export function calendarCharge(series: Series, number: number, through: number, least: number): number {
  const [last, before] = [1, 2].map((months) => {
    const day = sameDayOfMonth(number, months);
    return day === null ? null : excessAt(series, day, through, least);
  });
  if (!last || !before || Math.sign(last) !== Math.sign(before)) return 0;
  const [smaller, larger] = [Math.min(Math.abs(last), Math.abs(before)), Math.max(Math.abs(last), Math.abs(before))];
  return smaller * 2 < larger ? 0 : (last + before) / 2;
}

/** What a day costs above the same weekday in the two weeks on either side; 0 when that is little, null when unknown. */
function excessAt(series: Series, number: number, through: number, least: number): number | null {
  const value = valueAt(series, number);
  const neighbours = [-14, -7, 7, 14]
    .map((offset) => number + offset)
    .filter((day) => day <= through)
    .map((day) => valueAt(series, day))
    .filter((cost) => cost !== null);
  if (value === null || neighbours.length < 2) return null;
  const usual = median(neighbours);
  const excess = value - usual;
  return Math.abs(excess) < least * Math.abs(usual) ? 0 : excess;
}

/** Half a day. With less, noise of 20 % would make up a charge on one day or another of most months. */
const leastInForecast = 0.5;

export interface ChargedApart {
  /** Without the charges, in the months that taught them, too. */
  readonly series: Series;
  /** What is charged on a day ahead. */
  readonly charge: (number: number) => number;
}

/** The charges of the month that follows on `through`, taken out of the series. */
export function withoutCharges(series: Series, through: number): ChargedApart {
  const charges = new Map<number, number>();
  for (let number = through + 1; number <= through + 31; number++) {
    const amount = calendarCharge(series, number, through, leastInForecast);
    if (amount !== 0) charges.set(dayOfMonth(number), amount);
  }
  if (charges.size === 0) return { series, charge: () => 0 };
  const charge = (number: number) => charges.get(dayOfMonth(number)) ?? 0;
  const values = series.values.map((value, index) => {
    const number = series.first + index;
    const excess = charge(number) === 0 ? 0 : (excessAt(series, number, through, leastInForecast) ?? 0);
    // Only where it was charged: before the contract began, the day is as it is.
    const wasCharged = excess * charge(number) > 0;
    return value !== null && wasCharged ? value - excess : value;
  });
  return { series: { first: series.first, values }, charge };
}
