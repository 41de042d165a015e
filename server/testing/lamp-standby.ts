import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AnyAdapter } from "../adapters/contract";
import { createAhead } from "../aws/ahead";
import { createCostExplorer } from "../aws/cost-explorer";
import type { ActDoor, Doors } from "../aws/door";
import { createLogExporter } from "../aws/log-exports";
import { createMetrics } from "../aws/metrics";
import { createPriceList } from "../aws/price-list";
import type { BodyOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { WirePlan } from "../contract/plans";
import type { Actor, Role } from "../core/actor";
import type { Scope } from "../core/filter";
import type { Action } from "../core/plan";
import type { Tags } from "../core/resource";
import { noOverrides } from "../costs/prices/overrides";
import { openPrices } from "../costs/prices/prices";
import type { Sighting } from "../engine/ports";
import { RightOfWay } from "../engine/right-of-way";
import { runSlice } from "../engine/run";
import { faultOf } from "../engine/send";
import { lastSeen, recordSightings } from "../inventory/record";
import { bindUseCases } from "../runtime/usecases";
import { openStore } from "../store/open";
import { type Context, createContext } from "../usecases/context";
import type { Deps } from "../usecases/deps";
import { type FakeClock, fakeClock } from "./fake-clock";
import { type LampDetail, lampWorld } from "./lamp";

/**
 * Every use case on a real database, with a world of lamps as AWS and a clock that runs as fast as it is slept on. What
 * the worker does in a process of its own is done by hand: `work`.
 */

export const accountId = "acc_1";
export const region = "eu-central-1";

export interface LampStandbyOptions {
  readonly lamps: Record<string, LampDetail>;
  readonly tags?: Readonly<Record<string, Tags>>;
  /** What the lamps' adapter does otherwise. */
  readonly adapter?: Partial<AnyAdapter>;
  /** Ways to another world than the lamps', for an adapter of its own. */
  readonly doors?: (clock: FakeClock) => Promise<Doors>;
}

export async function lampStandby({ lamps, tags = {}, adapter: change = {}, ...ways }: LampStandbyOptions) {
  const folder = mkdtempSync(join(tmpdir(), "standby-lamps-"));
  const clock = fakeClock(new Date("2026-11-20T19:12:00Z"));
  let ids = 0;
  const newId = (prefix: string) => `${prefix}_${String(++ids).padStart(6, "0")}`;
  const databaseUrl = `file:${join(folder, "test.db")}`;
  const store = await openStore({ databaseUrl, migrationsDir: "prisma/migrations", clock, newId });
  const world = lampWorld(lamps);
  const adapter = { ...tagged(world.adapter as unknown as AnyAdapter, tags), ...change };
  const adapterFor = () => adapter;
  const scanDeps = {
    inventory: store.inventory,
    activeHolds: (resourceIds: readonly string[]) => store.holds.active(resourceIds),
    adapterFor,
    estimate: () => ({ lines: [], running: 2, paused: 1, unpriced: 0 }),
    clock,
    faultOf,
    busy: async () => new Set<string>(),
  };
  const doors = ways.doors ? await ways.doors(clock) : lampDoors();
  let woken = 0;
  const deps: Deps = {
    store,
    doors,
    ahead: createAhead(doors),
    logExporter: createLogExporter(doors),
    costExplorer: createCostExplorer(doors),
    metrics: createMetrics(doors),
    prices: await openPrices({
      store: store.prices,
      serial: () => store.inventory.serial(),
      clock,
      overrides: noOverrides,
    }),
    priceList: createPriceList(doors),
    clock,
    newId,
    adapters: [adapter],
    adapterFor,
    estimate: scanDeps.estimate,
    scanDeps,
    lookedForWorkAt: () => clock.now(),
    wakeWorker: () => {
      woken += 1;
    },
    watch: () => () => {},
    sandboxAllowed: true,
  };
  const engine = {
    ...deps,
    store: store.engine,
    inventory: {
      record: (sightings: readonly Sighting[], busy: ReadonlySet<string>) => recordSightings(scanDeps, sightings, busy),
      seen: (resourceIds: readonly string[]) => lastSeen(scanDeps, resourceIds),
    },
    owner: "test",
    leaseMs: 30_000,
    rightOfWay: new RightOfWay(),
    onChange: () => {},
  };
  const usecases = bindUseCases(deps);
  const as = (actor: Actor): Context => createContext({ actor, requestId: "req", ip: null, now: clock.now() });
  await store.accounts.create(
    {
      id: accountId,
      name: "lamps-main",
      awsAccountId: null,
      credentials: { type: "environment" },
      regions: [region],
      createdAt: clock.now(),
      lastScanAt: null,
    },
    {
      at: clock.now(),
      actorType: "system",
      actorId: "test",
      actorName: "test",
      action: "account.create",
      subject: accountId,
      before: null,
      after: null,
      outcome: "ok",
      requestId: null,
      ip: null,
    },
  );
  return {
    world,
    clock,
    store,
    deps,
    /** How often the worker was told that there is work. */
    woken: () => woken,
    usecases,
    plan: (ctx: Context, wish: Partial<Body<"createPlan">> = {}) =>
      usecases.createPlan(ctx, { ...nothing, body: { action: "pause", scope: {}, options: {}, ...wish } }),
    /** Starts a plan that was shown. */
    start: (ctx: Context, { id, hash }: WirePlan, more: Confirm = {}) =>
      usecases.startOperation(ctx, { ...nothing, body: { planId: id, planHash: hash, ...more } }),
    /** Plans and starts in one go. */
    force: (ctx: Context, action: Action, more: Forced = {}) =>
      usecases.startOperation(ctx, { ...nothing, body: { action, scope: {}, options: {}, force: true, ...more } }),
    person: (name: string, role: Role = "operator") => as({ type: "user", id: `usr_${name}`, name, role }),
    token: (name: string, role: Role = "operator") => as({ type: "token", id: `tok_${name}`, name, role }),
    /** Runs what is due, once, as far as it goes: until it is over, or waits for AWS. */
    work: async () => {
      for (const slice of await store.engine.claimable(clock.now())) {
        await runSlice(engine, slice, new AbortController().signal);
      }
    },
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const nothing = { params: {}, query: {} };
type Body<Id extends keyof typeof endpoints> = BodyOf<(typeof endpoints)[Id]>;

interface Confirm {
  readonly confirmText?: string;
  readonly force?: true;
  readonly undoSeconds?: number;
}

interface Forced extends Omit<Confirm, "force"> {
  readonly scope?: Scope;
}

export type LampStandby = Awaited<ReturnType<typeof lampStandby>>;

function tagged(adapter: AnyAdapter, tags: Readonly<Record<string, Tags>>): AnyAdapter {
  return {
    ...adapter,
    async *discover(door, only) {
      for await (const one of adapter.discover(door, only)) yield { ...one, tags: tags[one.nativeId] ?? one.tags };
    },
  };
}

function lampDoors(): Doors {
  const door = { accountId, region } as ActDoor;
  return {
    read: async () => door,
    act: async () => door,
    scan: async () => ({ region: () => door, calls: () => 0 }),
    regions: async () => [region],
    identity: async () => "123456789012",
    pace: () => 1,
    counts: () => [],
  };
}
