import type { Span } from "../costs/actual/ports";
import { addDays } from "../costs/trends/days";
import type { Deps } from "./deps";
import { billedParts } from "./scan-reading";

/** A week: what runs at weekends only is in it. */
const lastDays = 7;
/** The bill is in millionths; whatever has any has a cent. */
const microsPerCent = 10_000;
const centsAtMost = 2 ** 31 - 1;

/** Tells the spreading of scans in which regions the bill says that something is: of two that wait, they are read first. */
export async function noteBilledRegions(
  { store, clock, wakeWorker }: Pick<Deps, "store" | "clock" | "wakeWorker">,
  accountId: string,
): Promise<void> {
  const [reading] = (await store.bill.readings([accountId])).filter(({ by }) => by === "region");
  if (!reading?.known) return;
  const cents = await centsByRegion(store, accountId, lastOf(reading.known));
  const billed = billedParts(await store.scanParts.list([accountId]), cents, clock.now());
  if (billed.length === 0) return;
  await store.scanParts.keepBilled(billed);
  wakeWorker();
}

function lastOf({ from, until }: Span): Span {
  const first = addDays(until, -lastDays);
  return { from: first > from ? first : from, until };
}

/** Credits and refunds take nothing away: what they are for is there all the same. */
async function centsByRegion(
  { bill }: Deps["store"],
  accountId: string,
  span: Span,
): Promise<ReadonlyMap<string, number>> {
  const sums = await bill.sums({ accountIds: [accountId], by: "region", span }, ["value", "service"]);
  const micros = new Map<string, number>();
  for (const { value, unblended } of sums) micros.set(value, (micros.get(value) ?? 0) + Math.max(0, unblended));
  const capped = (some: number) => Math.min(centsAtMost, Math.ceil(some / microsPerCent));
  return new Map([...micros].map(([region, some]) => [region, capped(some)]));
}
