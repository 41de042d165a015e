import type { Stretch } from "../core/ledger";
import { addHourly, type MicroUsd, noMoney, type PricedLine } from "../core/money";
import { amountOf, touches } from "./ledger";

/** What stretches of the ledger add up to. Pure. */

/** Sums that remember how many stretches had no price. */
export interface Savings {
  readonly realised: MicroUsd;
  readonly running: MicroUsd;
  readonly missed: MicroUsd;
  readonly restart: MicroUsd;
  readonly net: MicroUsd;
  readonly priced: number;
  readonly unpriced: number;
}

const nothing: Savings = { realised: 0, running: 0, missed: 0, restart: 0, net: 0, priced: 0, unpriced: 0 };

/** Within [from, to), up to now: what is to come is not saved yet. */
export function savingsOf(stretches: readonly Stretch[], from: Date, to: Date, now: Date): Savings {
  const until = to < now ? to : now;
  return stretches.filter((one) => touches(one, from, until)).reduce((sum, one) => add(sum, one, from, until), nothing);
}

function add(sum: Savings, stretch: Stretch, from: Date, to: Date): Savings {
  const amount = amountOf(stretch, from, to);
  if (!amount) return { ...sum, unpriced: sum.unpriced + 1 };
  const { gross, restart } = amount;
  const counted = { ...sum, priced: sum.priced + 1 };
  if (stretch.type === "missed") return { ...counted, missed: sum.missed + gross };
  return {
    ...counted,
    ...(stretch.until ? { realised: sum.realised + gross } : { running: sum.running + gross }),
    restart: sum.restart + restart,
    net: sum.net + gross - restart,
  };
}

const dayMs = 86_400_000;

/** The days of [from, to), each from midnight to midnight UTC but the first and the last. */
export function daysIn(
  from: Date,
  to: Date,
): readonly { readonly day: string; readonly from: Date; readonly to: Date }[] {
  const days = [];
  for (let begun = from; begun < to; ) {
    const midnight = new Date((Math.floor(begun.getTime() / dayMs) + 1) * dayMs);
    const end = midnight < to ? midnight : to;
    days.push({ day: begun.toISOString().slice(0, 10), from: begun, to: end });
    begun = end;
  }
  return days;
}

/** What a stretch's hourly figure has beside its own price lines; null where one of the two is not known, or nothing. */
export function besideLines(hourly: MicroUsd | null, lines: readonly PricedLine[]): MicroUsd | null {
  const counted = lines.filter(({ quantity }) => quantity !== "metered");
  const total = counted.reduce((sum, line) => addHourly(sum, line.hourly), noMoney);
  return hourly === null || total.unpriced > 0 || hourly === total.hourly ? null : hourly - total.hourly;
}
