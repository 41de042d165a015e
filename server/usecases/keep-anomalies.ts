import { setImmediate as othersTurn } from "node:timers/promises";
import { z } from "zod";
import type { Account } from "../core/account";
import type { BillReading } from "../costs/actual/ports";
import { type Anomaly, findAnomalies } from "../costs/trends/anomalies";
import { addDays, type Day } from "../costs/trends/days";
import { learningDays } from "../costs/trends/model";
import { byAccount, dailyBill, dayOfInstant } from "./daily-bill";
import type { Deps } from "./deps";
import { billedAs, noPauses, ofService, pausedThings, pausesOf } from "./pauses-of";

/** Eight weeks to learn from, and the charges of two months; what was found before stays as it was found. */
const learntDays = 155;
const judgedDays = 90;

/** What was last judged of an account: its bill as of then, and how many services were too young for it. */
const judgedSchema = z.object({ of: z.string(), learning: z.number() });

function keyOf(accountId: string): string {
  return `anomalies.judged:${accountId}`;
}

/** Services of these accounts that cannot be judged yet. */
export async function learningServices({ store }: Pick<Deps, "store">, accountIds: readonly string[]): Promise<number> {
  const judged = await Promise.all(accountIds.map((id) => lastJudged(store, id)));
  return judged.reduce((sum, one) => sum + (one?.learning ?? 0), 0);
}

async function lastJudged({ settings }: Pick<Deps["store"], "settings">, accountId: string) {
  const text = await settings.get(keyOf(accountId));
  return text === null ? null : judgedSchema.parse(JSON.parse(text));
}

/** Looks for unusual days in each bill that was read since the last look. May be called at any time, twice, or after a crash. */
export async function keepAnomalies(deps: Deps): Promise<void> {
  const { store, clock } = deps;
  const accounts = await store.accounts.list();
  const readings = byAccount(await store.bill.readings(accounts.map(({ id }) => id)));
  for (const account of accounts) {
    const reading = readings.get(account.id);
    if (!reading?.known) continue;
    const of = versionOf(reading);
    if ((await lastJudged(store, account.id))?.of === of) continue;
    const learning = await judge(deps, account, clock.now());
    // Last: what was not kept to the end is looked at again.
    await store.settings.set(keyOf(account.id), JSON.stringify({ of, learning }));
  }
}

/** Changes with each answer that was kept. */
function versionOf({ readAt, known }: BillReading): string {
  return [readAt?.toISOString(), known?.from, known?.until].join(" ");
}

/** @returns how many services are too young to be judged */
async function judge(deps: Deps, account: Account, now: Date): Promise<number> {
  const today = dayOfInstant(now);
  const from = addDays(today, -learntDays);
  const bill = await dailyBill(deps, [account], { from, today });
  const [first] = bill.read;
  // Nothing is known: what was found stays as it was found.
  if (first === undefined) return 0;
  const judgedFrom = later(addDays(today, -judgedDays), addDays(first, learningDays));
  const begun = new Date(`${from}T00:00:00Z`);
  const things = await pausedThings(deps, [account.id], begun, now);
  const serviceOf = billedAs(deps);
  const found: Anomaly[] = [];
  let learning = 0;
  for (const [service, days] of bill.services) {
    const mine = ofService(things, service, serviceOf);
    const { realised } = bill.currency === "USD" ? pausesOf(mine, begun, now) : noPauses;
    const report = findAnomalies({ accountId: account.id, service, days, realised }, today);
    if (report.state === "learning") learning++;
    found.push(...report.anomalies.filter(({ firstDay }) => firstDay >= judgedFrom));
    await othersTurn();
  }
  const kept = found.map((one) => ({ ...one, currency: bill.currency }));
  await deps.store.anomalies.keep([account.id], judgedFrom, kept, now);
  return learning;
}

function later(one: Day, other: Day): Day {
  return one > other ? one : other;
}
