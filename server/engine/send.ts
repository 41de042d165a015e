import type { AnyAdapter, ApplyItem, Outcome } from "../adapters/contract";
import type { ActDoor } from "../aws/door";
import { type Fault, FaultError } from "../core/fault";

/**
 * Sends one op for a batch and answers one outcome per item. When AWS refuses the batch as a whole, it is halved until
 * the bad item stands alone (law 6): one wrong id costs about 2·log2(n) calls and never a good neighbour.
 * Throttling and network trouble concern the call, not an item: they are not split.
 */
export async function send(
  adapter: AnyAdapter,
  door: ActDoor,
  op: string,
  items: readonly ApplyItem[],
): Promise<readonly Outcome[]> {
  try {
    return complete(items, await adapter.apply(door, op, items));
  } catch (error) {
    const fault = faultOf(error);
    if (items.length === 1 || fault.code === "throttled" || fault.code === "transient") return spread(items, fault);
    const half = Math.ceil(items.length / 2);
    const [first, second] = await Promise.all([
      send(adapter, door, op, items.slice(0, half)),
      send(adapter, door, op, items.slice(half)),
    ]);
    return [...first, ...second];
  }
}

/** Every error as a fault; one that nobody classified is said as it is and never retried. */
export function faultOf(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  const reason = error instanceof Error ? error.message : String(error);
  return { code: "unknown", reason, remedy: "This is not an answer that Standby knows; see the server's log" };
}

/** An answer that leaves an item out says nothing about it, so nothing may be concluded: it is looked at again. */
function complete(items: readonly ApplyItem[], outcomes: readonly Outcome[]): readonly Outcome[] {
  const answered = new Map(outcomes.map((outcome) => [outcome.nativeId, outcome]));
  const silent: Fault = { code: "transient", reason: "AWS did not answer for this item", remedy: "" };
  return items.map(({ nativeId }) => answered.get(nativeId) ?? { nativeId, fault: silent });
}

function spread(items: readonly ApplyItem[], fault: Fault): readonly Outcome[] {
  return items.map(({ nativeId }) => ({ nativeId, fault }));
}
