import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Scope } from "../../server/core/filter";
import type { Action } from "../../server/core/plan";
import type { EngineDeps } from "../../server/engine/deps";
import { runSlice } from "../../server/engine/run";
import { type App, createApp } from "../../server/runtime/app";
import { readEnv } from "../../server/runtime/env";
import { type Context, createContext } from "../../server/usecases/context";

/** The application on the sandbox account without its worker: what the suites need that work on it by hand. */

export interface Place {
  readonly dataDir: string;
  /** Left out: SQLite in the data folder. */
  readonly databaseUrl?: string;
}

const nothing = { params: {}, query: {} };
const never = new AbortController().signal;

export function openApp({ dataDir, databaseUrl }: Place): Promise<App> {
  const env = { STANDBY_DATA_DIR: dataDir, STANDBY_SANDBOX_PACE: "0.001", STANDBY_LOG: "silent" };
  return createApp(readEnv({ ...env, DATABASE_URL: databaseUrl }), { work: false });
}

export function contextOf(app: App): Context {
  const actor = { type: "user", id: "usr_1", name: "Ana", role: "admin" } as const;
  return createContext({ actor, requestId: "req", ip: null, now: app.clock.now() });
}

export function worldFile(dataDir: string, accountId: string): string {
  return join(dataDir, `sandbox-${accountId}.json`);
}

/** Connects the sandbox account and reads it. `world`: an account of its own instead of the built-in one. */
export async function connectSandbox(app: App, world?: object): Promise<string> {
  const body = { name: "sandbox", credentials: { type: "sandbox" as const } };
  const { id } = await app.usecases.createAccount(contextOf(app), { ...nothing, body });
  if (world) writeFileSync(worldFile(app.env.dataDir, id), JSON.stringify(world));
  await app.usecases.scanAccount(contextOf(app), { params: { id }, query: { wait: "60s" }, body: {} });
  return id;
}

/** Saves an operation, not yet begun. */
export async function begin(app: App, action: Action, scope: Scope): Promise<string> {
  const body = { action, scope, options: {}, force: true as const };
  return (await app.usecases.startOperation(contextOf(app), { ...nothing, body })).id;
}

/** Runs whatever is there until nothing is left to do, as the worker does: what fails is taken up again. */
export async function workUntilIdle(app: App, engine: EngineDeps = { ...app.engine, leaseMs: 300 }): Promise<void> {
  while (!(await isIdle(app))) {
    const slices = await engine.store.claimable(app.clock.now());
    for (const slice of slices) await runSlice(engine, slice, never);
    if (slices.length === 0) await app.clock.sleep(25);
  }
}

async function isIdle({ deps: { store } }: App): Promise<boolean> {
  const { items } = await store.operations.list(1000);
  return items.every(({ endedAt }) => endedAt !== null);
}
