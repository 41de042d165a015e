import PgBoss from "pg-boss";
import type { Clock } from "../core/ports";
import { openPostgresLine } from "../store/postgres-line";
import { within } from "../usecases/wait";
import { Bell } from "./bell";
import { Crew } from "./crew";
import { type Handler, type Jobs, type Payloads, type Queue, queues } from "./jobs";
import type { Log } from "./log";
import type { Outage } from "./outage";

interface Parts {
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly outage: Outage;
}

/** A job that another process sent is told of at once; one whose message was lost is found by looking this often. */
const lookEveryMs = 2_000;
/**
 * A queued job stands for all that are sent under its key. One that fails is found again by the sweep, so pg-boss never
 * tries again itself; one that a killed process left goes after twelve hours, longer than any job takes.
 */
const queueOptions = { policy: "short", retryLimit: 0, expireInSeconds: 12 * 3_600 } as const;
/** A database that does not answer must not keep a process from ending. */
const closeMs = 1_000;
const who = "jobs";

/**
 * Jobs for any number of processes, handed out by pg-boss on the same Postgres, in its own schema. Its queues, its
 * hand-out (SKIP LOCKED) and its tidying up are used; its polling workers are not: they look twice a second at best, and
 * end the process when the database fails while a job is marked as done (10.4.2, manager.js, onFetch).
 */
export async function pgBossJobs({ databaseUrl, clock, log, outage }: Parts): Promise<Jobs> {
  const stopping = new AbortController();
  const bells = new Map<Queue, Bell>();
  const crews: { idle(): Promise<void> }[] = [];
  const line = openPostgresLine(databaseUrl, clock);
  let stopped: Promise<void> | null = null;
  const executeSql = async (text: string, values?: unknown[]) => {
    try {
      const result = await line.query(text, values);
      outage.answered(who);
      return result;
    } catch (error) {
      outage.failed(who, error);
      throw error;
    }
  };
  const boss = new PgBoss({ db: { executeSql }, schedule: false });
  boss.on("error", (error) => outage.failed(who, error));
  const setUp = async () => {
    await boss.start();
    for (const name of Object.keys(queues)) await boss.createQueue(name, { name, ...queueOptions });
  };
  await line.alone(setUp).catch((error) => line.close().then(() => Promise.reject(error)));

  function heard(queue: string | null): void {
    for (const [name, bell] of bells) if (queue === null || queue === name) bell.ring();
  }

  async function serve<Q extends Queue>(queue: Q, crew: Crew<Q>, bell: Bell): Promise<void> {
    while (!stopping.signal.aborted) {
      const wanted = crew.free;
      const jobs = wanted > 0 ? await fetch(queue, wanted) : [];
      for (const { id, data } of jobs) {
        crew.begin(data, () => {
          bell.ring();
          void done(queue, id);
        });
      }
      if (jobs.length < wanted || wanted === 0) await bell.rest(clock, lookEveryMs, stopping.signal);
    }
  }

  async function fetch<Q extends Queue>(queue: Q, batchSize: number) {
    return boss.fetch<Payloads[Q]>(queue, { batchSize }).catch(() => []);
  }

  /** What is over is taken away, so that the table is as small as the queue. One that stays is tidied up later. */
  async function done(queue: Queue, id: string): Promise<void> {
    await boss.deleteJob(queue, id).catch(() => {});
  }

  async function end(withinMs: number): Promise<void> {
    stopping.abort();
    await within(clock, withinMs, Promise.all(crews.map((crew) => crew.idle())));
    await boss.stop({ graceful: false });
    await within(clock, closeMs, line.close());
  }

  return {
    async send(jobs) {
      if (jobs.length === 0) return;
      await boss.insert(jobs.map(({ queue, key, payload }) => ({ name: queue, singletonKey: key, data: payload })));
      for (const queue of new Set(jobs.map((job) => job.queue))) await line.tell(queue);
    },

    work<Q extends Queue>(queue: Q, atOnce: number, handler: Handler<Q>) {
      const crew = new Crew<Q>({ queue, atOnce, handler, signal: stopping.signal, log });
      const bell = new Bell();
      if (bells.size === 0) line.listen(heard);
      bells.set(queue, bell);
      const serving = serve(queue, crew, bell);
      crews.push({ idle: () => serving.then(() => crew.idle()) });
    },

    stop(withinMs) {
      stopped ??= end(withinMs);
      return stopped;
    },
  };
}
