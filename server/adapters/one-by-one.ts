import type { ApplyItem, Outcome } from "./contract";

/** Sends one call for each item, for services that take one at a time. What AWS refuses is thrown by the door. */
export async function oneByOne(
  items: readonly ApplyItem[],
  send: (item: ApplyItem) => Promise<unknown>,
): Promise<readonly Outcome[]> {
  for (const item of items) await send(item);
  return items.map(({ nativeId }) => ({ nativeId, fault: null }));
}
