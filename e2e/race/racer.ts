import pg from "pg";
import type { EngineDeps } from "../../server/engine/deps";
import type { Slice } from "../../server/engine/ports";
import { LeaseLostError } from "../../server/engine/ports";
import { RightOfWay } from "../../server/engine/right-of-way";
import { runSlice } from "../../server/engine/run";
import { readEnv } from "../../server/runtime/env";
import { openRuntimeStore } from "../../server/runtime/open-store";
import { lampAdapter, lampDoors } from "./lamp-door";

/**
 * One of the processes that race: takes whatever slice is free and runs it, several side by side, until it is told to
 * stop. Says one thing for each that the test should know. With `freeze` it stops itself (SIGSTOP) the n-th time that it
 * comes to one exact point, counted from when it is told to:
 *
 *   guard: about to ask for its lease before a call · call: the lease was there, the call has not left
 *   commit: about to write · transaction: written, and not yet committed
 */

export const freezePoints = ["guard", "call", "commit", "transaction"] as const;
export type FreezePoint = (typeof freezePoints)[number];

export interface RacerOptions {
  readonly name: string;
  readonly databaseUrl: string;
  readonly worldUrl: string;
  readonly dataDir: string;
  readonly leaseMs: number;
  readonly freeze: Freeze | null;
}

export interface Freeze {
  readonly at: FreezePoint;
  readonly nth: number;
}

export type Told = { readonly told: "stop" } | { readonly told: "freeze"; readonly freeze: Freeze };

export type Said =
  | { readonly said: "ready" | "stopped" }
  | { readonly said: "thawed"; readonly at: number }
  /** A write that came too late. */
  | { readonly said: "refused"; readonly what: string }
  /** A slice that ended with another error. */
  | { readonly said: "failed"; readonly error: string };

const atOnce = 5;
const lookEveryMs = 100;

async function main(options: RacerOptions): Promise<void> {
  const { name, worldUrl, dataDir, leaseMs } = options;
  const url = new URL(options.databaseUrl);
  url.searchParams.set("application_name", name);
  const { reach, freeze } = freezer();
  if (options.freeze) freeze(options.freeze);
  beforeEachCommit(() => reach("transaction"));
  const { store, clock, newId } = await openRuntimeStore(
    readEnv({ STANDBY_DATA_DIR: dataDir, DATABASE_URL: url.href }),
  );
  const adapter = lampAdapter(() => reach("guard"));
  const { commit, finish } = store.engine;
  const engine: EngineDeps = {
    store: {
      ...store.engine,
      commit: (...args) => {
        reach("commit");
        return refusals("commit", commit(...args));
      },
      finish: (...args) => refusals("finish", finish(...args)),
    },
    doors: lampDoors({ worldUrl, process: name, beforeCall: () => reach("call") }),
    adapterFor: () => adapter,
    inventory: { record: async () => {}, seen: async () => new Map() },
    clock,
    newId,
    owner: name,
    leaseMs,
    rightOfWay: new RightOfWay(),
    onChange: () => {},
  };
  const stopping = new AbortController();
  process.on("message", (message: Told) => {
    if (message.told === "stop") stopping.abort();
    else freeze(message.freeze);
  });
  // Nobody is left who would end it.
  process.once("disconnect", () => process.exit());
  say({ said: "ready" });
  await work(engine, stopping.signal);
  say({ said: "stopped" });
  await store.close();
  process.disconnect();
}

async function work(engine: EngineDeps, stop: AbortSignal): Promise<void> {
  const running = new Map<string, Promise<void>>();
  const run = async (key: string, slice: Slice) => {
    await runSlice(engine, slice, stop).catch((error: unknown) => say({ said: "failed", error: String(error) }));
    running.delete(key);
  };
  while (!stop.aborted) {
    for (const slice of await engine.store.claimable(engine.clock.now())) {
      const key = `${slice.operationId} ${slice.lane}`;
      if (!running.has(key) && running.size < atOnce) running.set(key, run(key, slice));
    }
    await engine.clock.sleep(lookEveryMs, stop);
  }
  await Promise.all(running.values());
}

function freezer() {
  let next: Freeze | null = null;
  let times = 0;
  return {
    freeze(wanted: Freeze): void {
      next = wanted;
      times = 0;
    },
    reach(point: FreezePoint): void {
      if (point !== next?.at) return;
      times += 1;
      if (times !== next.nth) return;
      process.kill(process.pid, "SIGSTOP");
      say({ said: "thawed", at: Date.now() });
    },
  };
}

/** Between the last write of a transaction and its COMMIT, which Prisma sends through this driver. */
function beforeEachCommit(reach: () => void): void {
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  Object.assign(pg.Client.prototype, {
    query(this: pg.Client, ...args: unknown[]) {
      const [first] = args;
      const text = typeof first === "object" && first !== null && "text" in first ? first.text : first;
      if (text === "COMMIT") reach();
      return query.apply(this, args);
    },
  });
}

async function refusals<T>(what: string, write: Promise<T>): Promise<T> {
  return write.catch((error: unknown) => {
    if (error instanceof LeaseLostError) say({ said: "refused", what });
    throw error;
  });
}

function say(message: Said): void {
  process.send?.(message);
}

const [options] = process.argv.slice(2);
if (options) await main(JSON.parse(options) as RacerOptions);
