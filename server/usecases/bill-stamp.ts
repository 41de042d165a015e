import type { Deps } from "./deps";

/** Another one as soon as something more was read, or could not be: what was made before it is not told any more. */
export async function billStamp({ store }: Deps, accounts: readonly { readonly id: string }[]): Promise<string> {
  const readings = await store.bill.readings(accounts.map(({ id }) => id));
  const times = readings.map(({ accountId, by, readAt, failedAt, known }) => {
    return [accountId, by, readAt, failedAt, known?.from].join(" ");
  });
  return times.sort().join();
}
