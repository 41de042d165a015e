import type { Deps } from "./deps";
import { readPart } from "./scan-inventory";

/**
 * What an operation changed through an owner was not looked at one by one: members that stopped with their group, or
 * new ones that came with it. They are read again, so that the inventory tells the truth.
 */
export async function afterOperation(deps: Deps, operationId: string): Promise<void> {
  const operation = await deps.store.operations.get(operationId);
  const touched = new Set(operation?.items.filter((item) => item.startedAt).map((item) => item.plan.resourceId));
  const all = await deps.store.inventory.all([]);
  const members = all.filter((resource) => resource.ownerId !== null && touched.has(resource.ownerId));
  for (const accountId of new Set(members.map((member) => member.accountId))) {
    const mine = members.filter((member) => member.accountId === accountId);
    await readPart(deps, {
      accountId,
      regions: [...new Set(mine.map((one) => one.region))],
      kinds: [...new Set(mine.map((one) => one.kind))],
    });
  }
}
