import { hostname } from "node:os";
import { type Access, createAccess } from "../access/access";
import type { AnyAdapter } from "../adapters/contract";
import { adapterFor, adapters as all } from "../adapters/registry";
import { createAhead } from "../aws/ahead";
import { createCostExplorer } from "../aws/cost-explorer";
import type { AnswerCall } from "../aws/door";
import { createDoors } from "../aws/doors";
import { createLogExporter } from "../aws/log-exports";
import { createMetrics } from "../aws/metrics";
import { createPriceList } from "../aws/price-list";
import { estimate as estimateAt } from "../costs/estimate";
import { openPrices } from "../costs/prices/prices";
import type { EngineDeps } from "../engine/deps";
import { RightOfWay } from "../engine/right-of-way";
import { faultOf } from "../engine/send";
import type { HttpApp } from "../http/app";
import { lastSeen, recordSightings } from "../inventory/record";
import { lockDatabase } from "../store/file-lock";
import type { Deps } from "../usecases/deps";
import { busyResources } from "../usecases/scan-inventory";
import { type Env, isPostgres } from "./env";
import { createLog, type Log } from "./log";
import { openRuntimeStore } from "./open-store";
import { readPriceFile } from "./price-file";
import { sandboxes } from "./sandboxes";
import { bindUseCases } from "./usecases";
import { watchers } from "./watchers";
import { startWork, type Work } from "./work";

/** The application of this process, wired: the only place that knows ports and implementations at once. */
export interface App extends HttpApp {
  readonly env: Env;
  readonly log: Log;
  readonly deps: Deps;
  readonly engine: EngineDeps;
  readonly access: Access;
  stop(): Promise<void>;
}

/** A worker that dies leaves its lease for this long; a live one renews it every third of it. */
const leaseMs = 30_000;

/** @throws Error naming a kind that there is not */
function chosenKinds({ kinds }: Env): readonly AnyAdapter[] {
  if (!kinds) return all;
  const unknown = kinds.filter((kind) => !all.some((adapter) => adapter.kind === kind));
  if (unknown.length === 0) return all.filter(({ kind }) => kinds.includes(kind));
  const known = all.map(({ kind }) => kind).join(", ");
  throw new Error(`STANDBY_KINDS names ${unknown.join(", ")}, which is not a kind. There are: ${known}`);
}

export interface Wiring {
  /**
   * False: runs no operation and nothing by itself, only a scan that somebody asks for. For those who run the engine by
   * hand.
   */
  readonly work?: boolean;
  /** Answers for sandbox accounts in the place of the built-in sandbox. */
  readonly sandbox?: AnswerCall;
  /** Fewer kinds than there are: for those who read a great many regions. */
  readonly adapters?: readonly AnyAdapter[];
}

/**
 * Wires one application by an environment: its own store and doors, and what works in it.
 * @throws Error when another process has the SQLite file
 */
export async function createApp(
  env: Env,
  { work: isWhole = true, sandbox, adapters = chosenKinds(env) }: Wiring = {},
): Promise<App> {
  const overrides = readPriceFile(env);
  const isTeam = isPostgres(env.databaseUrl);
  const lock = isTeam ? null : lockDatabase(env.databaseUrl);
  const { store, clock, newId, random } = await openRuntimeStore(env).catch((error: unknown) => {
    lock?.release();
    throw error;
  });
  const log = createLog(env.logLevel);
  const doors = createDoors({
    clock,
    random,
    account: async (id) => {
      const account = await store.accounts.get(id);
      if (!account) throw new Error(`There is no account ${id}`);
      return account;
    },
    sandbox: sandbox ?? sandboxes({ dataDir: env.dataDir, clock, random, pace: env.sandboxPace, isShared: isTeam }),
    pace: env.pace,
    sandboxPace: env.sandboxPace,
    ...(env.awsEndpoint ? { endpoint: env.awsEndpoint } : {}),
  });
  const watching = watchers();
  const activeHolds = (ids: readonly string[]) => store.holds.active(ids);
  const serial = () => store.inventory.serial();
  const prices = await openPrices({ store: store.prices, serial, clock, overrides });
  const estimate: Deps["estimate"] = (region, lines) => estimateAt(region, lines, prices.book());
  const scanDeps = {
    inventory: store.inventory,
    activeHolds,
    adapterFor,
    estimate,
    clock,
    faultOf,
    busy: () => busyResources({ store }),
  };
  let work: Work | null = null;
  const deps: Deps = {
    store,
    doors,
    ahead: createAhead(doors),
    logExporter: createLogExporter(doors),
    costExplorer: createCostExplorer(doors),
    metrics: createMetrics(doors),
    prices,
    priceList: createPriceList(doors),
    clock,
    newId,
    adapters,
    adapterFor,
    estimate,
    scanDeps,
    wakeWorker: () => work?.wake(),
    lookedForWorkAt: () => work?.lookedAt() ?? null,
    watch: watching.watch,
    sandboxAllowed: env.sandbox,
  };
  const engine: EngineDeps = {
    store: store.engine,
    doors,
    inventory: {
      record: (sightings, busy) => recordSightings(scanDeps, sightings, busy),
      seen: (resourceIds) => lastSeen(scanDeps, resourceIds),
    },
    adapterFor,
    clock,
    newId,
    owner: `${hostname()}-${process.pid}`,
    leaseMs,
    rightOfWay: new RightOfWay(),
    onChange: watching.changed,
  };
  work = await startWork({ env, clock, log, deps, engine, isWhole });
  const access = createAccess({ store, newId, dataDir: env.dataDir, secret: env.secret });
  const stop = async () => {
    await work?.stop();
    await store.close();
    lock?.release();
  };
  return { env, clock, newId, log, access, usecases: bindUseCases(deps), deps, engine, stop };
}
