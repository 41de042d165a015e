import type { ResourceRecord } from "../core/inventory";
import type { OperationState } from "../core/operation";
import type { Conclusion, Slice } from "../engine/ports";
import type { Store } from "../usecases/ports";
import * as make from "./store-fixtures";

/** Operations of the fixtures, as the suites begin them. */

export const leaseMs = 30_000;
export const web = make.resource("i-web");
export const db = make.resource("i-db", { hourlyNow: null });

/** Saves the resources, a plan for them, and its operation. */
export async function begin(store: Store, id: string, resources: readonly ResourceRecord[] = [web, db]) {
  await store.inventory.upsert(resources);
  const plan = await store.plans.save(
    make.plan(
      id,
      resources.map((one) => make.planItem(one)),
    ),
  );
  const operation = make.operation(plan);
  await store.operations.create(operation, make.audit({ action: "operation.start", subject: operation.id }));
  return operation;
}

export async function beginAndClaim(store: Store, id: string, resources?: readonly ResourceRecord[]) {
  const operation = await begin(store, id, resources);
  const slice = sliceOf(operation.id);
  const epoch = await store.engine.claim(slice, "one", make.noon, leaseMs);
  if (epoch === null) throw new Error("not claimed");
  return { operation, epoch, slice, id: operation.id, items: operation.items };
}

/** The resources of the fixtures are all in one account and region. */
export function sliceOf(operationId: string): Slice {
  return { operationId, lane: "acc_1 eu-central-1" };
}

/** How the engine ends an operation, with nothing to tell. */
export function ending(state: OperationState, endedAt = make.after(9)): () => Conclusion {
  return () => ({ state, endedAt, events: [], audit: [] });
}
