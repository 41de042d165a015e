import type { WireOperation } from "../contract/operations";
import { isOver } from "../core/operation";
import type { OperationRecord } from "../engine/ports";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { leftOf } from "./left-of";
import { type Allowed, wireOperation } from "./present/operation";

/** An operation as the wire tells it, with what may be asked of it now. */
export async function showOperation(deps: Deps, ctx: Context, operation: OperationRecord): Promise<WireOperation> {
  const { id, parent } = operation;
  const [lastEvent, can, parentNumber] = await Promise.all([
    deps.store.operations.lastEvent(id),
    allowed(deps, ctx, operation),
    parent && deps.store.followUps.number(parent.id),
  ]);
  return wireOperation(operation, { lastEvent, can, parentNumber: parentNumber ?? 0 }, deps.adapterFor);
}

/** The end of an operation opens the ways on; until then there is only the cancel, and at first the free undo. */
async function allowed(deps: Deps, { now }: Context, operation: OperationRecord): Promise<Allowed> {
  if (!isOver(operation.state)) {
    const canCancel = !operation.cancelRequested;
    const isUntouched = operation.state === "queued" && operation.startsAt > now;
    return { cancel: canCancel, continue: false, retry: false, undo: canCancel && isUntouched };
  }
  const left = await leftOf(deps, operation);
  return {
    cancel: false,
    continue: left.continue.length > 0,
    retry: left.retry.length > 0,
    undo: left.undo.length > 0,
  };
}
