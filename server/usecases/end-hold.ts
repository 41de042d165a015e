import type { BodyOf, ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import type { ResourceRecord } from "../core/inventory";
import { observedOf, recordsOf } from "../inventory/record";
import { auditOf } from "./audit-of";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { wireHold } from "./present/hold";

type E = typeof endpoints.endHold;

/**
 * Lets a resource stay as it is: ends its hold without a restore. What was saved stays readable, as an ended hold.
 * Nothing is sent to AWS.
 * @throws RefusalError not-found, conflict when it is over or an operation is at work on it
 */
export async function endHold(
  deps: Deps,
  ctx: Context,
  { params: { id }, body: { reason } }: { params: ParamsOf<E>; body: BodyOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("operations:run");
  const hold = await deps.store.holds.get(id);
  if (!hold) throw new RefusalError("not-found", `There is no hold ${id}`);
  const { resourceId, kind, name } = hold;
  const record = await deps.store.inventory.get(resourceId);
  const audit = auditOf(ctx, "hold.end", id, { before: { resourceId, kind, name }, after: { reason } });
  const end = { id, at: ctx.now, reason, freed: record && freedFrom(deps, record) };
  switch (await deps.store.holds.end(end, audit)) {
    case "busy":
      throw new RefusalError("conflict", `An operation is at work on ${name}; wait for it or cancel it first`);
    case "over":
      throw new RefusalError("conflict", `The hold of ${name} is over already`);
    case "ended":
      return wireHold({ ...hold, state: "ended", endedAt: ctx.now, endReason: reason });
  }
}

/** What the inventory says of a resource once nothing holds it. */
export function freedFrom(
  { scanDeps, adapterFor }: Pick<Deps, "scanDeps" | "adapterFor">,
  record: ResourceRecord,
): Pick<ResourceRecord, "state" | "pausable"> {
  const { accountId, region, kind, seenAt: at } = record;
  const seen = observedOf(adapterFor(kind), record);
  if (!seen) return { state: record.detail === null ? "gone" : record.state, pausable: false };
  const [freed = record] = recordsOf(scanDeps, [{ accountId, region, kind, seen, at }], new Map(), new Set());
  return { state: freed.state, pausable: freed.pausable };
}
