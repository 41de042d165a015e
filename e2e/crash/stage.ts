import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { adapterFor } from "../../server/adapters/registry";
import type { AwsCall } from "../../server/aws/door";
import { createDoors } from "../../server/aws/doors";
import { isRead } from "../../server/aws/services";
import type { NewId } from "../../server/core/ports";
import type { EngineDeps } from "../../server/engine/deps";
import type { EngineStore } from "../../server/engine/ports";
import { RightOfWay } from "../../server/engine/right-of-way";
import { lastSeen } from "../../server/inventory/record";
import { createLog } from "../../server/runtime/log";
import { startWorker } from "../../server/runtime/worker";
import type { SandboxStorage } from "../../server/sandbox/contract";
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
  /** Works, as the server does, until the operation is over, or stands still in the middle of it. */
  work(operationId: string, still?: Promise<void>): Promise<void>;
  /** The sandbox account's world. */
  world(): Promise<unknown>;
  close(): Promise<void>;
}

/** Fifty times faster than AWS: the engine looks as often, and asks less often whether somebody cancelled. */
const pace = 0.02;
/** So that leases are renewed on the way. */
const leaseMs = 3_000;

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
  const storage = remembering(fileStorage(join(dataDir, `sandbox-${account.id}.json`)));
  const sandbox = await createSandbox({ clock, random, storage, pace });
  const change = async (call: AwsCall) => {
    const output = await sandbox.answer(call);
    const effects = effectsBetween(storage.before(), storage.now());
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
  const engine: EngineDeps = {
    store: inTurns(store.engine, turn, lasting),
    doors,
    inventory: {
      // No decision goes by what the inventory is told, and telling it is a third of a story's time.
      record: async () => {},
      seen: (ids) => turn("seen", () => lastSeen({ inventory: store.inventory, adapterFor }, ids)),
    },
    adapterFor,
    clock,
    newId,
    owner,
    leaseMs,
    rightOfWay: new RightOfWay(),
    onChange: () => {},
  };
  return {
    store,
    turns,
    async work(operationId, still) {
      const state = await store.operations.state(operationId);
      if (state !== "queued" && state !== "running") return;
      const over = new Promise<void>((end) => {
        const worker = startWorker({ engine, log: createLog("silent"), finished: async () => end(worker.stop()) });
      });
      await turns.until(still ? Promise.race([over, still]) : over);
    },
    world: () => sandbox.snapshot(),
    close: () => store.close(),
  };
}

export function effectsFile(dataDir: string): string {
  return join(dataDir, "effects");
}

/** Knows the last two worlds: a change is saved after all that was due, so these two differ by what the call did. */
function remembering(storage: SandboxStorage) {
  let before: unknown = null;
  let now: unknown = null;
  const keep = (text: string | null) => {
    [before, now] = [now, JSON.parse(text ?? "null")];
  };
  return {
    before: () => before,
    now: () => now,
    async load() {
      const text = await storage.load();
      keep(text);
      return text;
    },
    async save(text: string) {
      await storage.save(text);
      keep(text);
    },
  };
}

type Turn = <T>(what: string, work: () => Promise<T>) => Promise<T>;

function inTurns(store: EngineStore, reads: Turn, writes: Turn): EngineStore {
  return {
    claimable: (...args) => reads("claimable", () => store.claimable(...args)),
    load: (...args) => reads("load", () => store.load(...args)),
    cancelRequested: (...args) => reads("cancelRequested", () => store.cancelRequested(...args)),
    answerRing: (...args) => writes("answerRing", () => store.answerRing(...args)),
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
