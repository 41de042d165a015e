import type { Clock } from "../core/ports";
import type { EngineDeps } from "../engine/deps";
import type { Deps } from "../usecases/deps";
import { type Env, isPostgres } from "./env";
import { handlersFor } from "./handlers";
import { type Handlers, type Jobs, queues } from "./jobs";
import { inProcessJobs } from "./jobs-in-process";
import { pgBossJobs } from "./jobs-pg-boss";
import type { Log } from "./log";
import { createOutage } from "./outage";
import { startSweeper } from "./sweep";
import { ticks } from "./ticks";
import { partsToRead, slicesToRun, ticksToRun } from "./work-to-do";

/** What works in this process. */
export interface Work {
  /** There may be something to do: look now. */
  wake(): void;
  /** When it last looked; null: this process leaves the work to others. */
  lookedAt(): Date | null;
  /** Takes no more work, saves what is under way, and resolves. */
  stop(): Promise<void>;
}

interface Parts {
  readonly env: Env;
  readonly clock: Clock;
  readonly log: Log;
  readonly deps: Deps;
  readonly engine: EngineDeps;
  /** False: no operations and nothing by itself, only scans that somebody asks this process for. */
  readonly isWhole: boolean;
}

/** A stop answers and saves what is under way; whoever started the process waits for some 28 seconds. */
const stopMs = 24_000;

/** Looks for work and does it: alone in this process on SQLite, together with any number of others on Postgres. */
export async function startWork({ env, clock, log, deps, engine, isWhole }: Parts): Promise<Work> {
  const { owner, leaseMs } = engine;
  const outage = createOutage(log);
  const isTeam = isWhole && isPostgres(env.databaseUrl);
  const jobs = isTeam
    ? await pgBossJobs({ databaseUrl: env.databaseUrl, clock, log, outage })
    : inProcessJobs({ clock, log });
  const everyMinutes = isWhole ? env.scanMinutes : 0;
  const look = async () => {
    const now = clock.now();
    const parts = await partsToRead(deps.store, now, everyMinutes === 0);
    if (!isWhole) return parts;
    const slices = await slicesToRun(deps.store, now);
    return [...slices, ...parts, ...(await ticksToRun(deps.store, now, ticks, leaseMs))];
  };
  const sweeper = startSweeper({ jobs, clock, outage, look });
  if (env.work) begin(jobs, handlersFor({ deps, engine, jobs, reader: { owner, leaseMs, everyMinutes } }));
  return {
    wake: sweeper.wake,
    lookedAt: () => (env.work ? sweeper.lastAt() : null),
    stop: async () => {
      await sweeper.stop();
      await jobs.stop(stopMs);
    },
  };
}

function begin(jobs: Jobs, handlers: Handlers): void {
  jobs.work("slice", queues.slice, handlers.slice);
  jobs.work("part", queues.part, handlers.part);
  jobs.work("tick", queues.tick, handlers.tick);
  jobs.work("afterOperation", queues.afterOperation, handlers.afterOperation);
}
