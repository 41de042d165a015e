import type { ParamsOf, QueryOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { isOver } from "../core/operation";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { nextChange, stateOf } from "./get-operation";

type E = typeof endpoints.streamOperation;

export interface StreamInput {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly lastEventId: number | null;
  readonly signal: AbortSignal;
}

const pageSize = 500;

/** The operation's durable events from a number on, then each new one as it is saved; ends after the last. */
export async function* streamOperation(deps: Deps, ctx: Context, input: StreamInput): AsyncGenerator<ResponseOf<E>> {
  ctx.require("operations:read");
  const { id } = input.params;
  let after = input.lastEventId ?? input.query.after ?? 0;
  while (!input.signal.aborted) {
    const state = await stateOf(deps, id);
    const events = await deps.store.operations.events(id, after, pageSize);
    for (const event of events) {
      after = event.seq;
      yield {
        seq: event.seq,
        at: event.at.toISOString(),
        type: event.type,
        resourceId: event.resourceId,
        state: event.state,
        text: event.text,
      };
    }
    if (events.length === pageSize) continue;
    // The state was read before the events, so nothing can follow the events of an operation that was over then.
    if (isOver(state)) return;
    await nextChange(deps, id, 1000, input.signal);
  }
}
