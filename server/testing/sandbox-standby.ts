import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAccess } from "../access/access";
import { createToken } from "../access/tokens";
import { adapterFor, adapters } from "../adapters/registry";
import { createAhead } from "../aws/ahead";
import { createCostExplorer } from "../aws/cost-explorer";
import type { AwsCall } from "../aws/door";
import { createDoors } from "../aws/doors";
import { createLogExporter } from "../aws/log-exports";
import { createMetrics } from "../aws/metrics";
import { createPriceList } from "../aws/price-list";
import { isRead } from "../aws/services";
import type { Role } from "../core/actor";
import { isOver } from "../core/operation";
import { estimate as estimateAt } from "../costs/estimate";
import { noOverrides } from "../costs/prices/overrides";
import { openPrices } from "../costs/prices/prices";
import type { EngineDeps } from "../engine/deps";
import type { Sighting } from "../engine/ports";
import { RightOfWay } from "../engine/right-of-way";
import { runSlice } from "../engine/run";
import { faultOf } from "../engine/send";
import type { HttpApp } from "../http/app";
import { lastSeen, recordSightings } from "../inventory/record";
import { bindUseCases } from "../runtime/usecases";
import type { Sandbox, SandboxStorage } from "../sandbox/contract";
import { memoryStorage } from "../sandbox/file-storage";
import { createSandbox } from "../sandbox/sandbox";
import { openStore } from "../store/open";
import { type Context, createContext } from "../usecases/context";
import type { Deps } from "../usecases/deps";
import { busyResources } from "../usecases/scan-inventory";
import { fakeClock } from "./fake-clock";

/**
 * Every use case with every kind on a real database, with the sandbox account as AWS behind the real door, and a clock
 * that runs as fast as it is slept on. The worker's part is done by hand: `settle`.
 */

export const accountId = "acc_1";
export const regions = ["eu-central-1", "us-east-1", "eu-west-1"] as const;

/** Fifty times faster than AWS: the engine looks as often, and asks less often whether somebody cancelled. */
const pace = 0.02;

export interface SandboxStandbyOptions {
  /** Told of each call that changes something, right before the sandbox account has it. */
  readonly onChange?: (call: AwsCall) => Promise<void>;
  /** Answers in the place of the sandbox account, or throws; null leaves it to the sandbox. */
  readonly instead?: (call: AwsCall) => object | null;
}

export async function sandboxStandby({ onChange = async () => {}, instead }: SandboxStandbyOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), "standby-sandbox-"));
  const clock = fakeClock(new Date("2026-11-20T19:12:00Z"));
  let ids = 0;
  const newId = (prefix: string) => `${prefix}_${String(++ids).padStart(6, "0")}`;
  const databaseUrl = `file:${join(folder, "test.db")}`;
  const store = await openStore({ databaseUrl, migrationsDir: "prisma/migrations", clock, newId });
  const random = () => 0.5;
  const account = {
    id: accountId,
    name: "tidewater",
    awsAccountId: "111122223333",
    credentials: { type: "sandbox" },
    regions,
    createdAt: clock.now(),
    lastScanAt: null,
  } as const;
  let sandbox = await openSandbox(memoryStorage());
  function openSandbox(storage: SandboxStorage): Promise<Sandbox> {
    return createSandbox({ clock, random, storage, pace });
  }
  const calls: AwsCall[] = [];
  const doors = createDoors({
    clock,
    random,
    account: async () => account,
    sandbox: async (call) => {
      calls.push(call);
      if (!isRead(call.operation)) await onChange(call);
      return instead?.(call) ?? sandbox.answer(call);
    },
    pace,
    sandboxPace: pace,
  });
  const serial = () => store.inventory.serial();
  const prices = await openPrices({ store: store.prices, serial, clock, overrides: noOverrides });
  const estimate: Deps["estimate"] = (region, lines) => estimateAt(region, lines, prices.book());
  const scanDeps = {
    inventory: store.inventory,
    activeHolds: (resourceIds: readonly string[]) => store.holds.active(resourceIds),
    adapterFor,
    estimate,
    clock,
    faultOf,
    busy: () => busyResources({ store }),
  };
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
    lookedForWorkAt: () => clock.now(),
    wakeWorker: () => {},
    watch: () => () => {},
    sandboxAllowed: true,
  };
  const engine: EngineDeps = {
    store: store.engine,
    doors,
    inventory: {
      record: (sightings: readonly Sighting[], busy: ReadonlySet<string>) => recordSightings(scanDeps, sightings, busy),
      seen: (resourceIds: readonly string[]) => lastSeen(scanDeps, resourceIds),
    },
    adapterFor,
    clock,
    newId,
    owner: "test",
    leaseMs: 30_000,
    rightOfWay: new RightOfWay(),
    onChange: () => {},
  };
  const audit = { actorType: "system", actorId: "test", actorName: "test", before: null, after: null } as const;
  const why = { action: "account.create", subject: accountId, outcome: "ok", requestId: null, ip: null } as const;
  await store.accounts.create(account, { ...audit, ...why, at: clock.now() });
  const usecases = bindUseCases(deps);
  const as = (role: Role, name = role): Context =>
    createContext({
      actor: { type: "user", id: `usr_${name}`, name, role },
      requestId: "req",
      ip: null,
      now: clock.now(),
    });
  const access = createAccess({ store, newId, dataDir: folder, secret: "test secret" });
  const log = { info: () => {}, error: () => {} };
  const app: HttpApp = { clock, newId, log, access, usecases };
  return {
    clock,
    app,
    store,
    deps,
    usecases,
    newId,
    as,
    /** Headers of a request that a token of this role sends. */
    bearer: async (role: Role, expiresAt: Date | null = null) => {
      const by = { type: "system", id: "test", name: "test" } as const;
      const parts = { store: store.access, newId, randomBytes, now: clock.now(), by };
      return { authorization: `Bearer ${await createToken(parts, { name: role, role, expiresAt })}` };
    },
    /** Every call that left since the start or the last `forget`, in order. */
    calls: () => calls,
    /** Of these, what changes something. */
    changes: () => calls.filter(({ operation }) => !isRead(operation)),
    forget: () => {
      calls.length = 0;
    },
    sandbox: () => sandbox,
    /** Replaces the account's world by another one. */
    become: async (world: unknown) => {
      const storage = memoryStorage();
      await storage.save(JSON.stringify(world));
      sandbox = await openSandbox(storage);
    },
    /** Runs the operation until it is over. @throws Error when that takes more than two days */
    settle: async (id: string) => {
      const until = clock.now().getTime() + 2 * 24 * 3_600_000;
      while (!isOver((await store.operations.state(id)) ?? "queued")) {
        if (clock.now().getTime() > until) throw new Error(`${id} never ends`);
        const slices = await store.engine.claimable(clock.now());
        for (const slice of slices) await runSlice(engine, slice, new AbortController().signal);
        if (slices.length === 0) clock.advance(1_000);
      }
      return usecases.getOperation(as("admin"), { params: { id }, query: {}, body: {} });
    },
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export type SandboxStandby = Awaited<ReturnType<typeof sandboxStandby>>;
