import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { adapterFor } from "../../server/adapters/registry";
import type { AwsCall } from "../../server/aws/door";
import { createDoors } from "../../server/aws/doors";
import { isRead } from "../../server/aws/services";
import type { NewId } from "../../server/core/ports";
import { estimate } from "../../server/costs/estimate";
import type { EngineStore } from "../../server/engine/ports";
import type { EngineDeps } from "../../server/engine/run";
import { lastSeen, recordSightings } from "../../server/inventory/record";
import { createLog } from "../../server/runtime/log";
import { startWorker } from "../../server/runtime/worker";
import { fileStorage } from "../../server/sandbox/file-storage";
import { createSandbox } from "../../server/sandbox/sandbox";
import { openStore } from "../../server/store/open";
import { Turns } from "../../server/testing/turns";
import type { Store } from "../../server/usecases/ports";
import { effectsBetween } from "./effects";

/** The engine with its real store, its real doors and the sandbox account, in turns: the same story at every run. */

export interface Place {
  readonly dataDir: string;
  readonly databaseUrl: string;
}

export interface StageOptions extends Place {
  readonly startsAt: Date;
  /** Name of the process; ids that it makes carry it. */
  readonly owner: string;
  /** Called after everything that outlives the process: each commit, each lease, each change in AWS. */
  readonly durable?: (what: string) => void;
}

export interface Stage {
  readonly store: Store;
  readonly turns: Turns;
  /** Works, as the server does, until the operation is over. */
  work(operationId: string): Promise<void>;
  /** The sandbox account's world. */
  world(): Promise<unknown>;
  close(): Promise<void>;
}

/** As the sandbox runs by default: ten times faster than AWS. */
const pace = 0.1;

/** What every resource of the sandbox takes is drawn from here: always the middle. */
const random = () => 0.5;

export async function openStage(options: StageOptions): Promise<Stage> {
  const { dataDir, databaseUrl, startsAt, owner, durable = () => {} } = options;
  const turns = new Turns(startsAt);
  const { clock, turn } = turns.process(owner);
  const newId = countingIds(owner);
  const store = await openStore({ databaseUrl, migrationsDir: "prisma/migrations", clock, newId });
  const [account] = await store.accounts.list();
  if (!account) throw new Error("There is no account in the template");

  /** A turn of something that outlives the process. */
  const lasting = <T>(what: string, work: () => Promise<T>) =>
    turn(what, async () => {
      const result = await work();
      durable(what);
      return result;
    });
  const storage = fileStorage(join(dataDir, `sandbox-${account.id}.json`));
  const sandbox = await createSandbox({ clock, random, storage, pace });
  const change = async (call: AwsCall) => {
    const before = await sandbox.snapshot();
    const output = await sandbox.answer(call);
    const effects = effectsBetween(before, await sandbox.snapshot());
    appendFileSync(effectsFile(dataDir), effects.map((line) => `${line}\n`).join(""));
    return output;
  };
  const doors = createDoors({
    clock,
    random,
    account: async () => account,
    sandbox: (call) =>
      isRead(call.operation)
        ? turn(call.operation, () => sandbox.answer(call))
        : lasting(call.operation, () => change(call)),
    pace,
    sandboxPace: pace,
  });
  const records = { inventory: store.inventory, activeHolds: store.holds.active, adapterFor, estimate };
  const engine: EngineDeps = {
    store: inTurns(store.engine, turn, lasting),
    doors,
    inventory: {
      record: (sightings, busy) => lasting("record", () => recordSightings(records, sightings, busy)),
      seen: (ids) => turn("seen", () => lastSeen(records, ids)),
    },
    adapterFor,
    clock,
    newId,
    owner,
    leaseMs: 30_000,
    onChange: () => {},
  };
  return {
    store,
    turns,
    async work(operationId) {
      const worker = startWorker({ engine, log: createLog("silent"), finished: async () => {} });
      const isOver = async () => {
        while (!isEnd(await store.operations.state(operationId))) await clock.sleep(1000);
      };
      await turns.until(isOver());
      await turns.until(worker.stop());
    },
    world: () => sandbox.snapshot(),
    close: () => store.close(),
  };
}

export function effectsFile(dataDir: string): string {
  return join(dataDir, "effects");
}

type Turn = <T>(what: string, work: () => Promise<T>) => Promise<T>;

function inTurns(store: EngineStore, reads: Turn, writes: Turn): EngineStore {
  return {
    claimable: (...args) => reads("claimable", () => store.claimable(...args)),
    load: (...args) => reads("load", () => store.load(...args)),
    cancelRequested: (...args) => reads("cancelRequested", () => store.cancelRequested(...args)),
    claim: (...args) => writes("claim", () => store.claim(...args)),
    renew: (...args) => writes("renew", () => store.renew(...args)),
    release: (...args) => writes("release", () => store.release(...args)),
    commit: (...args) => writes("commit", () => store.commit(...args)),
    finish: (...args) => writes("finish", () => store.finish(...args)),
  };
}

function countingIds(owner: string): NewId {
  let count = 0;
  return (prefix) => {
    count += 1;
    return `${prefix}_${owner}_${String(count).padStart(6, "0")}`;
  };
}

function isEnd(state: string | null): boolean {
  return state !== "queued" && state !== "running";
}
