import type { Slice } from "../engine/ports";
import type { PartKey } from "../usecases/scan-ports";

/**
 * Hands work out: in this process alone (jobs-in-process.ts, SQLite), or to any number of processes (jobs-pg-boss.ts,
 * Postgres). It is a hint and nothing more: what is to be done, and who does it, stands in the database's rows with
 * their leases. A job that is lost is sent again by the sweep; one that comes twice finds its lease taken.
 */

/** Everything that is handed out, with what a handler is told. */
export interface Payloads {
  /** A slice of an operation is to be run. */
  readonly slice: Slice;
  /** Something is to be read. Whoever gets it reads what is wanted most at that moment, not only this. */
  readonly part: PartKey;
  readonly tick: { readonly name: string };
  readonly afterOperation: { readonly operationId: string };
}

export type Queue = keyof Payloads;

/** How many of each a process works on at once. A part is all kinds of one region, read side by side. */
export const queues: Readonly<Record<Queue, number>> = { slice: 8, part: 8, tick: 2, afterOperation: 2 };

export type Job = {
  readonly [Q in Queue]: { readonly queue: Q; readonly key: string; readonly payload: Payloads[Q] };
}[Queue];

/** The signal: end what is under way as soon as it may be left. */
export type Handler<Q extends Queue> = (payload: Payloads[Q], signal: AbortSignal) => Promise<void>;
export type Handlers = { readonly [Q in Queue]: Handler<Q> };

export interface Jobs {
  /** One that waits already under the same key is enough; one that is being worked on is not. */
  send(jobs: readonly Job[]): Promise<void>;
  /** From now on this process works on a queue, the oldest job first. What a handler throws is logged. */
  work<Q extends Queue>(queue: Q, atOnce: number, handler: Handler<Q>): void;
  /** Takes no more jobs, and resolves once those under way are over, or after `withinMs`. */
  stop(withinMs: number): Promise<void>;
}
