import type { EngineDeps } from "../engine/run";
import { runOperation } from "../engine/run";
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

  async function runOne(id: string): Promise<void> {
    try {
      if (!(await runOperation(engine, id, stopping.signal))) return;
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
      const ids = await engine.store.claimable(engine.clock.now()).catch((error: unknown) => {
        log.error({ error: String(error) }, "The database does not answer; nothing new is started");
        return [];
      });
      for (const id of ids) {
        if (running.has(id) || running.size >= atOnce) continue;
        running.set(
          id,
          runOne(id).finally(() => running.delete(id)),
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
