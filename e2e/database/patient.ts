import Database from "libsql/promise";
import type { ActDoor } from "../../server/aws/door";
import type { EngineDeps } from "../../server/engine/deps";
import { runSlice } from "../../server/engine/run";
import type { App } from "../../server/runtime/app";
import { contextOf, openApp } from "../support/sandbox-app";

/**
 * A process that works on the sandbox account while the test makes trouble for its database from outside. It waits
 * before its n-th write until it is told to go on, so that the trouble begins at an exact point, and it works on like the
 * real worker: what fails is taken up again. `patient.ts OPTIONS`, as JSON.
 */

export interface PatientOptions {
  readonly dataDir: string;
  readonly databaseUrl: string;
  /** Waits before this write; 0 never waits. */
  readonly waitAt: number;
}

export type Told =
  | { readonly told: "waiting" }
  | { readonly told: "state"; readonly state: PatientState }
  | { readonly told: "failed"; readonly error: string };

export interface PatientState {
  /** Changing calls that left for AWS. */
  readonly calls: number;
  /** The same at the moment when the first write failed; null while none has. */
  readonly callsAtFailure: number | null;
  /** What people read on /readyz about the database. */
  readonly readiness: { readonly ok: boolean; readonly detail: string };
  /** No operation is open; null while the database does not say. */
  readonly idle: boolean | null;
}

export type Asked = "go on" | "state" | "read only" | "writable" | "stop";

const leaseMs = 500;
/** The connections of SQLite: what makes a file read-only for root as well is asked of them. */
const connections = new Set<Database>();
const { exec } = Database.prototype;
Object.assign(Database.prototype, {
  exec(this: Database, sql: string) {
    connections.add(this);
    return exec.call(this, sql);
  },
});

const options = JSON.parse(process.argv[2] ?? "{}") as PatientOptions;
const app = await openApp(options);
const stopping = new AbortController();
let writes = 0;
let calls = 0;
let callsAtFailure: number | null = null;
let goOn: () => void = () => {};

/** A write as the engine asks for it; the test is let in before the n-th one. */
async function write<T>(work: () => Promise<T>): Promise<T> {
  writes += 1;
  if (writes === options.waitAt) {
    const released = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    tell({ told: "waiting" });
    await released;
  }
  return watch(work);
}

/** A lease is written too, and may be the first that fails. */
async function watch<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    callsAtFailure ??= calls;
    throw error;
  }
}

async function act(accountId: string, region: string): Promise<ActDoor> {
  const door = await app.engine.doors.act(accountId, region);
  return {
    ...door,
    act(client, command) {
      calls += 1;
      return door.act(client, command);
    },
  };
}

async function work({ engine, clock }: App): Promise<void> {
  const { store, doors } = engine;
  const watched: EngineDeps = {
    ...engine,
    leaseMs,
    store: {
      ...store,
      claim: (...args) => watch(() => store.claim(...args)),
      renew: (...args) => watch(() => store.renew(...args)),
      commit: (...args) => write(() => store.commit(...args)),
      finish: (...args) => write(() => store.finish(...args)),
    },
    doors: { read: doors.read, pace: doors.pace, act },
  };
  while (!stopping.signal.aborted) {
    try {
      for (const slice of await store.claimable(clock.now())) await runSlice(watched, slice, stopping.signal);
    } catch (error) {
      tell({ told: "failed", error: error instanceof Error ? error.message : String(error) });
    }
    await clock.sleep(50, stopping.signal);
  }
}

async function stateOf({ deps, usecases }: App): Promise<PatientState> {
  const { checks } = await usecases.readyz(contextOf(app), { params: {}, query: {}, body: {} });
  const { ok = false, detail = "" } = checks.find(({ name }) => name === "database") ?? {};
  const idle = await deps.store.operations.list(100).then(
    ({ items }) => items.every(({ endedAt }) => endedAt !== null),
    () => null,
  );
  return { calls, callsAtFailure, readiness: { ok, detail }, idle };
}

function tell(message: Told): void {
  process.send?.(message);
}

process.on("message", (asked: Asked) => {
  if (asked === "go on") goOn();
  else if (asked === "state") void stateOf(app).then((state) => tell({ told: "state", state }));
  else if (asked === "stop") stopping.abort();
  else for (const one of connections) void exec.call(one, `PRAGMA query_only=${asked === "read only" ? "ON" : "OFF"}`);
});

// Nobody is left who would end it.
process.once("disconnect", () => process.exit());
await work(app);
await app.stop();
process.disconnect();
