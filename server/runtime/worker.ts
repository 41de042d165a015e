import type { Slice } from "../engine/ports";
import type { EngineDeps } from "../engine/run";
import { runSlice } from "../engine/run";
import type { Log } from "./log";

export interface Worker {
  /** There may be work: look now. */
  wake(): void;
  /** Takes no more work, saves what is under way, and resolves. */
  stop(): Promise<void>;
}

interface Parts {
  readonly engine: EngineDeps;
  readonly log: Log;
  /** Called once an operation is over, whatever its end. */
  readonly finished: (operationId: string) => Promise<void>;
}

/** Work that another process left (its lease ran out) is found this soon. */
const lookEveryMs = 2000;
const atOnce = 8;

/** Runs operations in this process: claims what is free, several side by side, until it is stopped. */
export function startWorker({ engine, log, finished }: Parts): Worker {
  const stopping = new AbortController();
  const running = new Map<string, Promise<void>>();
  let nap = new AbortController();

  async function runOne(slice: Slice): Promise<void> {
    const id = slice.operationId;
    try {
      if ((await runSlice(engine, slice, stopping.signal)) !== "over") return;
    } catch (error) {
      // The lease runs out and the operation is taken up again, from what was saved and what AWS says.
      log.error({ operationId: id, ...said(error) }, "An operation stopped half way and will be taken up again");
      return;
    }
    await finished(id).catch((error: unknown) => {
      log.warn(
        { operationId: id, ...said(error) },
        "What an operation changed along the way was not read again; the next scan does",
      );
    });
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      const slices = await engine.store.claimable(engine.clock.now()).catch((error: unknown) => {
        log.error({ error: String(error) }, "The database does not answer; nothing new is started");
        return [];
      });
      for (const slice of slices) {
        const key = `${slice.operationId} ${slice.lane}`;
        if (running.has(key) || running.size >= atOnce) continue;
        running.set(
          key,
          runOne(slice).finally(() => running.delete(key)),
        );
      }
      nap = new AbortController();
      await engine.clock.sleep(lookEveryMs, AbortSignal.any([nap.signal, stopping.signal]));
    }
    await Promise.all(running.values());
  }

  const looping = loop();
  return {
    wake: () => nap.abort(),
    stop: async () => {
      stopping.abort();
      await looping;
    },
  };
}

function said(error: unknown): { readonly error: string; readonly stack?: string } {
  if (!(error instanceof Error)) return { error: String(error) };
  return { error: error.message, ...(error.stack ? { stack: error.stack } : {}) };
}
