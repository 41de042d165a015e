import type { WireUnread } from "../contract/costs";
import type { Account } from "../core/account";
import { groupBy } from "../core/group-by";
import type { BillReading, BillSum } from "../costs/actual/ports";
import { currenciesOf, daysInAll, seriesOfRead, through } from "../costs/trends/bill-days";
import { addDays, type Day } from "../costs/trends/days";
import type { DayCost } from "../costs/trends/series";
import type { Deps } from "./deps";
import { toldOf, unreadOf } from "./get-costs-unread";

/** The bill of some accounts day by day, as the trends take it: one currency, and only days that were read. */
export interface DailyBill {
  readonly today: Day;
  readonly currency: string;
  readonly otherCurrencies: readonly string[];
  /** Those whose bill is in the figures; the others are `unread`. */
  readonly accounts: readonly Account[];
  /** The days that were read of each of them. */
  readonly read: readonly Day[];
  readonly total: readonly DayCost[];
  /** As AWS writes them. */
  readonly services: ReadonlyMap<string, readonly DayCost[]>;
  readonly unread: readonly WireUnread[];
  /** The oldest of the readings; null before the first. */
  readonly readAt: Date | null;
}

/** An account whose bill was not read for so long would take the last days away from all others. */
const staleDays = 10;

export async function dailyBill(
  { store }: Pick<Deps, "store">,
  accounts: readonly Account[],
  { from, today, currency }: { readonly from: Day; readonly today: Day; readonly currency?: string | undefined },
): Promise<DailyBill> {
  const span = through(from, today);
  const all = await store.bill.readings(accounts.map(({ id }) => id));
  const readings = byAccount(all);
  const isRead = (account: Account) => (readings.get(account.id)?.known?.until ?? "") > addDays(today, -staleDays);
  const mine = accounts.filter(isRead);
  const known = mine.flatMap(({ id }) => readings.get(id)?.known ?? []);
  const read = daysInAll(known.length > 0 ? [...known, span] : []);
  const accountIds = mine.map(({ id }) => id);
  const sums = await store.bill.sums({ accountIds, by: "account", span }, ["day", "service"]);
  const currencies = currenciesOf(sums);
  const chosen = currency ?? currencies[0] ?? "USD";
  const rows = sums.filter((sum) => sum.currency === chosen);
  const times = mine.flatMap(({ id }) => readings.get(id)?.readAt?.getTime() ?? []);
  return {
    today,
    currency: chosen,
    otherCurrencies: currencies.filter((one) => one !== chosen),
    accounts: mine,
    read,
    total: seriesOfRead(rows, read),
    services: byService(rows, read),
    unread: accounts.flatMap((account) => unreadOf(toldOf(account, "account", span, all), span, today)),
    readAt: times.length > 0 ? new Date(Math.min(...times)) : null,
  };
}

export function byService(rows: readonly BillSum[], read: readonly Day[]): ReadonlyMap<string, readonly DayCost[]> {
  return new Map(groupBy(rows, ({ service }) => service).map((own) => [own[0].service, seriesOfRead(own, read)]));
}

/** What was read of each account's bill by account. */
export function byAccount(readings: readonly BillReading[]): ReadonlyMap<string, BillReading> {
  return new Map(readings.filter(({ by }) => by === "account").map((reading) => [reading.accountId, reading]));
}

/** UTC, as AWS bills. */
export function dayOfInstant(instant: Date): Day {
  return instant.toISOString().slice(0, 10);
}
