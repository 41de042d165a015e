import type { Hold, HoldState } from "../core/operation";
import type { HoldStore } from "../usecases/ports";

/** Every hold in these states, newest first, page after page. */
export async function allHolds(store: Pick<HoldStore, "list">, states: readonly HoldState[]): Promise<Hold[]> {
  const all: Hold[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list({ states }, 500, cursor);
    all.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor);
  return all;
}
