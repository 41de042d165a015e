import type { ResourceRecord } from "../core/inventory";
import type { OperationRecord } from "../engine/ports";
import type { Deps } from "./deps";
import { readPart } from "./scan-inventory";

/** So long after its end an operation is still looked after; by then the usual scan has read what it touched. */
const lookedAfterMs = 15 * 60_000;
const lookedAfter = 50;

/**
 * What an operation changed through an owner was not looked at one by one: members that stopped with their group, or
 * new ones that came with it. Those that were not looked at since its end are read, so that the inventory tells the
 * truth. May be called again and again: what was read is not read twice.
 */
export async function afterOperation(deps: Deps, operationId: string): Promise<void> {
  const operation = await deps.store.operations.get(operationId);
  const stale = operation ? await staleMembers(deps, operation) : [];
  for (const accountId of new Set(stale.map((member) => member.accountId))) {
    const mine = stale.filter((member) => member.accountId === accountId);
    await readPart(deps, {
      accountId,
      regions: [...new Set(mine.map((one) => one.region))],
      kinds: [...new Set(mine.map((one) => one.kind))],
    });
  }
}

/** The members of what an operation touched that nobody looked at since its end. */
export async function staleMembers(
  { store }: Pick<Deps, "store">,
  { endedAt, items }: OperationRecord,
): Promise<readonly ResourceRecord[]> {
  if (!endedAt) return [];
  const touched = items.filter((item) => item.startedAt).map((item) => item.plan.resourceId);
  const members = await store.inventory.membersOf(touched);
  return members.filter((member) => member.seenAt < endedAt);
}

/** Does so for every operation that ended a short while ago: a process may have died between its end and the reading. */
export async function afterOperations(deps: Deps): Promise<void> {
  const since = deps.clock.now().getTime() - lookedAfterMs;
  const { items } = await deps.store.operations.list(lookedAfter);
  for (const { id, endedAt } of items) if (endedAt && endedAt.getTime() > since) await afterOperation(deps, id);
}
