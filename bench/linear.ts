import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createDatabase, startPostgres } from "../scripts/postgres.mjs";
import type { ActDoor, ReadDoor } from "../server/aws/door";
import type { Scope } from "../server/core/filter";
import type { ResourceRecord } from "../server/core/inventory";
import { runSlice } from "../server/engine/run";
import { type App, createApp } from "../server/runtime/app";
import { readEnv } from "../server/runtime/env";
import { fakeClock } from "../server/testing/fake-clock";
import { buildPlan } from "../server/usecases/build-plan";
import { type Context, createContext } from "../server/usecases/context";
import type { Deps } from "../server/usecases/deps";
import { getOverview } from "../server/usecases/get-overview";
import { getResource } from "../server/usecases/get-resource";
import { listResources } from "../server/usecases/list-resources";
import { proposeFirstGroups, readPart } from "../server/usecases/scan-inventory";
import { startOperation } from "../server/usecases/start-operation";
import { estateOf } from "./estate";

/**
 * Shows that cost grows with the number of resources and no faster, on both databases, and how long the event loop
 * stands still at most. AWS is left out: see estate.ts.
 *
 *   npm run bench:linear -- [--sizes 1000,10000,50000] [--databases sqlite,postgres]
 */

const { values: flags } = parseArgs({
  options: {
    sizes: { type: "string", default: "1000,10000,50000" },
    databases: { type: "string", default: "sqlite,postgres" },
  },
});

interface Figure {
  readonly phase: string;
  readonly ms: number;
  readonly cpuMs: number;
  /** The longest turn of the event loop, by the clock and by the processor. */
  readonly turnMs: number;
  readonly turnCpuMs: number;
}

const actor = { type: "user", id: "usr_1", name: "Ana", role: "admin" } as const;
const nothing = { params: {}, query: {} };
const sizes = flags.sizes.split(",").map(Number);

for (const database of flags.databases.split(",")) {
  const server = database === "postgres" ? await startPostgres() : null;
  try {
    let smaller: { readonly size: number; readonly figures: readonly Figure[] } | null = null;
    for (const size of sizes) {
      const figures = await measure(server?.url ?? null, size);
      print(database, size, figures, smaller);
      smaller = { size, figures };
    }
  } finally {
    await server?.stop();
  }
}

async function measure(server: string | null, size: number): Promise<readonly Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), "standby-linear-"));
  const database = server === null ? null : await createDatabase(server);
  const env = readEnv({
    STANDBY_DATA_DIR: dataDir,
    STANDBY_SANDBOX_PACE: "0.001",
    STANDBY_LOG: "silent",
    ...(database ? { DATABASE_URL: database.url } : {}),
  });
  const app = await createApp(env, { work: false });
  try {
    return await measureApp(app, size);
  } finally {
    await app.stop();
    await database?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measureApp(app: App, size: number): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  const phase = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const { result, ...figure } = await timed(work);
    figures.push({ phase: name, ...figure });
    return result;
  };
  const now = () => createContext({ actor, requestId: "req", ip: null, now: app.clock.now() });
  const accountId = await account(app, now());
  const deps = onEstate(app, await seedsOf(app, now()), size);
  const list = (query: object) => listResources(deps, now(), { query: { limit: 100, ...query } });
  const overview = () => getOverview(deps, now(), { query: {} });

  await phase("scan, all new", () => readPart(deps, { accountId }));
  await phase("scan, nothing new", () => readPart(deps, { accountId }));
  await phase("first groups, cold", () => proposeFirstGroups(deps, app.clock.now()));
  const page = await phase("list, a page", () => list({}));
  await phase("list, next page", () => list({ cursor: page.next ?? undefined }));
  await phase("list, filtered", () => list({ tag: "Environment=dev", state: "running", q: "a" }));
  await phase("overview", overview);
  await phase("overview again", overview);
  await phase("one resource", () => getResource(deps, now(), { params: { id: page.items[0]?.id ?? "" } }));
  const pause = (scope: Scope) => buildPlan(deps, now(), { action: "pause", scope, options: {} });
  await phase("plan of one", () => pause({ ids: [page.items[0]?.id ?? ""] }));
  const plan = await phase("plan of all", () => pause({ accounts: [accountId] }));
  const typed = "text" in plan.confirm ? { confirmText: plan.confirm.text } : {};
  const body = { planId: plan.id, planHash: plan.hash, force: true as const, undoSeconds: 0, ...typed };
  const { id } = await phase("operation, start", () => startOperation(deps, now(), { ...nothing, body }));
  await phase("operation, run", () => runAll(app, deps, id));
  await phase("overview, all paused", overview);
  const chain = await phase("audit, verify", () => app.deps.store.audit.verify());
  const state = await app.deps.store.operations.state(id);
  if (state !== "succeeded" || chain.brokenAt !== null) throw new Error(`The operation ended as ${state}`);
  return figures;
}

async function account(app: App, ctx: Context): Promise<string> {
  const body = { name: "estate", credentials: { type: "sandbox" } } as const;
  return (await app.usecases.createAccount(ctx, { ...nothing, body })).id;
}

/** What the sandbox has, read by the real adapters, in an application of its own. */
async function seedsOf(app: App, ctx: Context): Promise<readonly ResourceRecord[]> {
  const dataDir = mkdtempSync(join(tmpdir(), "standby-seeds-"));
  const own = await createApp(
    { ...app.env, dataDir, databaseUrl: `file:${join(dataDir, "seeds.db")}` },
    { work: false },
  );
  try {
    const accountId = await account(own, ctx);
    await readPart(own.deps, { accountId });
    const known = await own.deps.store.inventory.summaries([accountId]);
    return await own.deps.store.inventory.byIds(known.map(({ id }) => id));
  } finally {
    await own.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function onEstate({ deps }: App, seeds: readonly ResourceRecord[], size: number): Deps {
  const { adapters, regions } = estateOf(seeds, size, deps.adapters);
  const byKind = new Map(adapters.map((adapter) => [adapter.kind, adapter]));
  const adapterFor = (kind: string) => byKind.get(kind) ?? deps.adapterFor(kind);
  const door = (accountId: string, region: string) => ({ accountId, region }) as ActDoor;
  const doors = {
    ...deps.doors,
    read: async (accountId: string, region: string): Promise<ReadDoor> => door(accountId, region),
    act: async (accountId: string, region: string) => door(accountId, region),
    scan: async (accountId: string) => ({ region: (region: string) => door(accountId, region), calls: () => 0 }),
    regions: async () => regions,
  };
  return { ...deps, adapters, adapterFor, doors, scanDeps: { ...deps.scanDeps, adapterFor } };
}

/** Every slice to its end, as the worker does, on a clock that does not wait. */
async function runAll(app: App, deps: Deps, id: string): Promise<void> {
  const clock = fakeClock(app.clock.now());
  const engine = { ...app.engine, doors: deps.doors, adapterFor: deps.adapterFor, clock };
  const never = new AbortController().signal;
  for (;;) {
    const slices = (await engine.store.claimable(clock.now())).filter((slice) => slice.operationId === id);
    if (slices.length === 0) return;
    await Promise.all(slices.map((slice) => runSlice(engine, slice, never)));
  }
}

async function timed<T>(work: () => Promise<T>) {
  const watch = watchTurns();
  await new Promise((resolve) => setTimeout(resolve, 5));
  const startedAt = { clock: performance.now(), cpu: usedMs() };
  const result = await work();
  const ms = performance.now() - startedAt.clock;
  const cpuMs = usedMs() - startedAt.cpu;
  await new Promise((resolve) => setTimeout(resolve, 5));
  return { result, ms, cpuMs, ...watch.stop() };
}

/** The longest time between two turns of a timer of a millisecond, by the clock and by this thread's processor. */
function watchTurns() {
  let last = { clock: performance.now(), cpu: usedMs() };
  let turnMs = 0;
  let turnCpuMs = 0;
  const timer = setInterval(() => {
    const now = { clock: performance.now(), cpu: usedMs() };
    turnMs = Math.max(turnMs, now.clock - last.clock);
    turnCpuMs = Math.max(turnCpuMs, now.cpu - last.cpu);
    last = now;
  }, 1);
  const stop = () => {
    clearInterval(timer);
    return { turnMs, turnCpuMs };
  };
  return { stop };
}

/** What this thread used of a processor so far: on a busy machine, the clock also counts what others used. */
function usedMs(): number {
  return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
}

interface Smaller {
  readonly size: number;
  readonly figures: readonly Figure[];
}

function print(database: string, size: number, figures: readonly Figure[], smaller: Smaller | null): void {
  const line = (cells: readonly string[]) =>
    console.log(cells.map((cell, at) => (at === 0 ? cell.padEnd(24) : cell.padStart(16))).join(""));
  console.log();
  const grew = smaller ? `times, of ${size / smaller.size}` : "";
  line([`${database}, ${size}`, "ms", "per 1,000", grew, "CPU ms", grew, "longest turn ms", "its CPU ms"]);
  for (const figure of figures) {
    const { phase, ms, cpuMs, turnMs, turnCpuMs } = figure;
    const before = smaller?.figures.find((one) => one.phase === phase);
    const times = (key: "ms" | "cpuMs") => (before ? (figure[key] / before[key]).toFixed(1) : "");
    const clock = [ms.toFixed(0), ((ms / size) * 1000).toFixed(1), times("ms")];
    line([phase, ...clock, cpuMs.toFixed(0), times("cpuMs"), turnMs.toFixed(0), turnCpuMs.toFixed(0)]);
  }
}
