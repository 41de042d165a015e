import type { ParamsOf, QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import { isOver, type OperationState } from "../core/operation";
import type { OperationRecord } from "../engine/ports";
import { staleMembers } from "./after-operation";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { showOperation } from "./show-operation";
import { waitMs } from "./wait";

type E = typeof endpoints.getOperation;

/** A change made by another process is seen this soon. */
const lookEveryMs = 1000;
const lookForMembersMs = 100;

/** So long after its end the members of its groups may still be unread: what could not be read by then is waited for in vain. */
const readWithinMs = 10_000;

/**
 * One operation with the outcome of each resource. With `wait` it answers when the operation is over and the inventory
 * tells what became of it, the members of its groups too; or when time is.
 */
export async function getOperation(
  deps: Deps,
  ctx: Context,
  input: { params: ParamsOf<E>; query: QueryOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("operations:read");
  const { id } = input.params;
  const until = deps.clock.now().getTime() + waitMs(input.query.wait);
  const leftMs = () => until - deps.clock.now().getTime();
  while (leftMs() > 0 && !isOver(await stateOf(deps, id))) await nextChange(deps, id, Math.min(lookEveryMs, leftMs()));
  const operation = await existing(deps, id);
  while (leftMs() > 0 && isFresh(deps, operation) && (await staleMembers(deps, operation)).length > 0) {
    await deps.clock.sleep(Math.min(lookForMembersMs, leftMs()));
  }
  return showOperation(deps, ctx, operation);
}

function isFresh({ clock }: Deps, { endedAt }: OperationRecord): boolean {
  return endedAt !== null && Math.abs(clock.now().getTime() - endedAt.getTime()) < readWithinMs;
}

/** @throws RefusalError not-found */
export async function stateOf(deps: Deps, id: string): Promise<OperationState> {
  const state = await deps.store.operations.state(id);
  if (!state) throw new RefusalError("not-found", `There is no operation ${id}`);
  return state;
}

/** @throws RefusalError not-found */
export async function existing(deps: Deps, id: string): Promise<OperationRecord> {
  const operation = await deps.store.operations.get(id);
  if (!operation) throw new RefusalError("not-found", `There is no operation ${id}`);
  return operation;
}

/** Resolves when this process changed the operation, or after `ms`: another process may have. */
export async function nextChange(deps: Deps, id: string, ms: number, signal?: AbortSignal): Promise<void> {
  const stop = new AbortController();
  let unwatch = () => {};
  const changed = new Promise<void>((resolve) => {
    unwatch = deps.watch(id, resolve);
  });
  const timer = deps.clock.sleep(ms, signal ? AbortSignal.any([signal, stop.signal]) : stop.signal);
  await Promise.race([changed, timer]);
  unwatch();
  stop.abort();
}
