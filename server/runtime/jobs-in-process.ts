import type { Clock } from "../core/ports";
import { within } from "../usecases/wait";
import { Crew } from "./crew";
import type { Handler, Job, Jobs, Payloads, Queue } from "./jobs";
import type { Log } from "./log";

type Waiting = Map<string, Job["payload"]>;

/** Jobs of one process alone, in memory. */
export function inProcessJobs({ clock, log }: { readonly clock: Clock; readonly log: Log }): Jobs {
  const stopping = new AbortController();
  const waiting = new Map<Queue, Waiting>();
  const begins = new Map<Queue, () => void>();
  const crews: { idle(): Promise<void> }[] = [];

  const waitingIn = (queue: Queue): Waiting => {
    const jobs = waiting.get(queue) ?? new Map();
    waiting.set(queue, jobs);
    return jobs;
  };

  return {
    async send(jobs) {
      for (const { queue, key, payload } of jobs) {
        const known = waitingIn(queue);
        if (!known.has(key)) known.set(key, payload);
      }
      for (const queue of new Set(jobs.map((job) => job.queue))) begins.get(queue)?.();
    },

    work<Q extends Queue>(queue: Q, atOnce: number, handler: Handler<Q>) {
      const crew = new Crew<Q>({ queue, atOnce, handler, signal: stopping.signal, log });
      const begin = () => {
        for (const [key, payload] of waitingIn(queue)) {
          if (crew.free <= 0) return;
          waitingIn(queue).delete(key);
          crew.begin(payload as Payloads[Q], begin);
        }
      };
      crews.push(crew);
      begins.set(queue, begin);
      begin();
    },

    async stop(withinMs) {
      stopping.abort();
      await within(clock, withinMs, Promise.all(crews.map((crew) => crew.idle())));
    },
  };
}
