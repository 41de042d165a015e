import type { EngineDeps } from "../engine/deps";
import { runSlice } from "../engine/run";
import { queues } from "./jobs";
import { inProcessJobs } from "./jobs-in-process";
import type { Log } from "./log";
import { createOutage } from "./outage";
import { startSweeper } from "./sweep";
import { slicesToRun } from "./work-to-do";

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

const stopMs = 24_000;

/** Runs the operations of one engine in this process, and nothing else: for those who wire an engine of their own. */
export function startWorker({ engine, log, finished }: Parts): Worker {
  const { clock } = engine;
  const jobs = inProcessJobs({ clock, log });
  jobs.work("slice", queues.slice, async (slice, signal) => {
    if ((await runSlice(engine, slice, signal)) === "over") await finished(slice.operationId);
  });
  const look = () => slicesToRun({ engine: engine.store }, clock.now());
  const sweeper = startSweeper({ jobs, clock, outage: createOutage(log), look });
  return {
    wake: sweeper.wake,
    stop: async () => {
      await sweeper.stop();
      await jobs.stop(stopMs);
    },
  };
}
