import type { Clock } from "../core/ports";
import { Bell } from "./bell";
import type { Job, Jobs } from "./jobs";
import type { Outage } from "./outage";

interface Parts {
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly outage: Outage;
  /** What is to be done now; where it is handed out already, once more does no harm. */
  readonly look: () => Promise<readonly Job[]>;
}

export interface Sweeper {
  /** There may be work: look now. */
  wake(): void;
  /** When this process last looked, and could hand out what it found. */
  lastAt(): Date;
  stop(): Promise<void>;
}

/** Whoever saves work wakes the sweep; this is for work that becomes due, or that a dead process left. */
const everyMs = 2_000;
const who = "sweep";

/** Looks what is to be done and hands it out, now and then and whenever it is woken, in every process. */
export function startSweeper({ jobs, clock, outage, look }: Parts): Sweeper {
  const stopping = new AbortController();
  const bell = new Bell();
  let lastAt = clock.now();

  async function sweep(): Promise<void> {
    try {
      await jobs.send(await look());
      lastAt = clock.now();
      outage.answered(who);
    } catch (error) {
      outage.failed(who, error);
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sweep();
      await bell.rest(clock, everyMs, stopping.signal);
    }
  }

  const looping = loop();
  return {
    wake: () => bell.ring(),
    lastAt: () => lastAt,
    stop: async () => {
      stopping.abort();
      await looping;
    },
  };
}
