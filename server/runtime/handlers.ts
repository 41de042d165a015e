import type { EngineDeps } from "../engine/deps";
import { runSlice } from "../engine/run";
import { afterOperation } from "../usecases/after-operation";
import type { Deps } from "../usecases/deps";
import { keepLedger } from "../usecases/keep-ledger";
import { type Reader, readNextPart } from "../usecases/read-next-part";
import type { Handlers, Jobs } from "./jobs";
import { ticks } from "./ticks";

interface Parts {
  readonly deps: Deps;
  readonly engine: EngineDeps;
  readonly reader: Reader;
  readonly jobs: Jobs;
}

/** What is done with each job, in one process or in many. Each may be called at any time, any number of times. */
export function handlersFor({ deps, engine, reader, jobs }: Parts): Handlers {
  return {
    slice: async (slice, signal) => {
      if ((await runSlice(engine, slice, signal)) !== "over") return;
      const { operationId } = slice;
      await jobs.send([{ queue: "afterOperation", key: operationId, payload: { operationId } }]);
    },

    part: async (_, signal) => {
      while (!signal.aborted && (await readNextPart(deps, reader, signal)));
    },

    tick: async ({ name }, signal) => {
      const tick = ticks.find((one) => one.name === name);
      if (!tick) return;
      const begunAt = deps.clock.now().getTime();
      const over = new AbortController();
      const holding = hold(deps, name, reader.leaseMs, AbortSignal.any([signal, over.signal]));
      try {
        await tick.run(deps);
        await deps.store.ticks.next(name, new Date(begunAt + tick.everyMs));
      } finally {
        over.abort();
        await holding;
      }
    },

    afterOperation: async ({ operationId }) => {
      await afterOperation(deps, operationId);
      await keepLedger(deps);
    },
  };
}

/** Nobody else takes a tick that takes its time. */
async function hold({ store, clock }: Deps, name: string, leaseMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(leaseMs / 3, signal);
    if (signal.aborted) return;
    await store.ticks.next(name, new Date(clock.now().getTime() + leaseMs)).catch(() => {});
  }
}
