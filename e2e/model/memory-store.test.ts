import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { RefusalError } from "../../server/core/fault";
import { holdStates, itemStates } from "../../server/core/operation";
import { laneOf } from "../../server/core/plan";
import type { HoldChange, OperationRecord, Slice } from "../../server/engine/ports";
import { openStore } from "../../server/store/open";
import * as make from "../../server/store/store-fixtures";
import { allHolds } from "../../server/testing/all-holds";
import { memoryStore, type OperationMemory } from "../../server/testing/memory-store";

/** Whatever is asked of the memory and of SQLite, in whatever order, both answer alike and keep alike. */

const regions = ["eu-central-1", "us-east-1"];
const resources = Array.from({ length: 6 }, (_, index) =>
  make.resource(`i-${index}`, { region: regions[index % 2] ?? "" }),
);

const which = fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 1 });
/** Mostly today's epoch, sometimes an older one. */
const old = fc.constantFrom(0, 0, 0, 0, 1);
const at = fc.nat(9);

const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ ask: fc.constant("start" as const), which, inMs: fc.constantFrom(0, 0, 9000) }) },
  { weight: 1, arbitrary: fc.record({ ask: fc.constant("claimable" as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ ask: fc.constant("claim" as const), at, lease: fc.integer({ min: 1, max: 90_000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ ask: fc.constant("renew" as const), at, old }) },
  {
    weight: 1,
    arbitrary: fc.record({ ask: fc.constant("release" as const), at, old, wakeMs: fc.option(fc.nat(30_000)) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      ask: fc.constant("commit" as const),
      at,
      old,
      state: fc.constantFrom(...itemStates),
      which: fc.nat(3),
      hold: fc.boolean(),
      change: fc.option(fc.constantFrom("verified" as const, "released" as const, "ended" as const, "unused" as const)),
      ofHold: fc.nat(9),
      starts: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ ask: fc.constant("finish" as const), at, old }) },
  { weight: 1, arbitrary: fc.record({ ask: fc.constant("cancel" as const), at }) },
  { weight: 2, arbitrary: fc.record({ ask: fc.constant("wait" as const), ms: fc.nat(20_000) }) },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** What both stores are asked alike: the ids and epochs that the steps so far have made. */
class Asker {
  #now = 0;
  #plans = 0;
  #holds = 0;
  readonly #slices: Slice[] = [];
  readonly #operations: OperationRecord[] = [];
  readonly #epochs = new Map<Slice, number>();

  constructor(private readonly store: OperationMemory) {}

  async ask(step: Step): Promise<unknown> {
    const { engine, operations } = this.store;
    const now = make.after(this.#now);
    if (step.ask === "wait") {
      this.#now += step.ms;
      return null;
    }
    if (step.ask === "start") return this.#start(step.which, make.after(this.#now + step.inMs));
    if (step.ask === "claimable") return engine.claimable(now);
    const slice = this.#slices[step.at % Math.max(1, this.#slices.length)];
    if (!slice) return null;
    const epoch = (this.#epochs.get(slice) ?? 0) - ("old" in step ? step.old : 0);
    switch (step.ask) {
      case "claim": {
        const claimed = await engine.claim(slice, "one", now, step.lease);
        if (claimed !== null) this.#epochs.set(slice, claimed);
        return claimed;
      }
      case "renew":
        return engine.renew(slice, epoch, now, 30_000);
      case "release":
        return engine.release(slice, epoch, step.wakeMs === null ? null : make.after(this.#now + step.wakeMs));
      case "cancel":
        return operations.requestCancel(slice.operationId, make.audit({ at: now }));
      case "finish": {
        const conclude = (whole: OperationRecord) => ({
          state: "succeeded" as const,
          endedAt: now,
          events: [],
          audit: [make.audit({ at: now, after: whole.items.length })],
        });
        return engine.finish(slice, epoch, conclude);
      }
      case "commit":
        return engine.commit(slice, epoch, this.#change(slice, step, now));
    }
  }

  #change(slice: Slice, step: Extract<Step, { ask: "commit" }>, now: Date) {
    const operation = this.#operations.find(({ id }) => id === slice.operationId);
    const own = operation?.items.filter((item) => laneOf(item.plan) === slice.lane) ?? [];
    const moved = own.slice(0, step.which).map((item) => ({ ...item, state: step.state, attempts: step.which }));
    const newHolds = step.hold ? moved.map(({ plan }) => this.#newHold(plan, now)) : [];
    const id = `hold_${1 + (step.ofHold % Math.max(1, this.#holds))}`;
    const holdChanges: HoldChange[] = step.change ? [{ id, to: step.change, at: now, reason: null }] : [];
    const audit = [make.audit({ at: now, action: "resource.pause" })];
    return { items: moved, newHolds, holdChanges, audit, ...(step.starts ? { startedAt: now } : {}) };
  }

  #newHold(plan: Parameters<typeof make.hold>[0], createdAt: Date) {
    this.#holds += 1;
    return make.hold(plan, `hold_${this.#holds}`, { createdAt });
  }

  async #start(which: readonly number[], startsAt: Date): Promise<unknown> {
    this.#plans += 1;
    const items = which.flatMap((index) => (resources[index] ? [make.planItem(resources[index])] : []));
    const plan = await this.store.plans.save(make.plan(`p${this.#plans}`, items));
    const operation = make.operation(plan, { createdAt: make.after(this.#now), startsAt });
    await this.store.operations.create(operation, make.audit());
    this.#operations.push(operation);
    for (const lane of new Set(operation.items.map((item) => laneOf(item.plan)))) {
      this.#slices.push({ operationId: operation.id, lane });
    }
    return operation.id;
  }

  /** Everything that the store keeps of it. */
  async everything(): Promise<unknown> {
    const { engine, operations, holds, audit } = this.store;
    return {
      operations: await Promise.all(this.#operations.map(({ id }) => operations.get(id))),
      slices: await Promise.all(this.#slices.map((slice) => engine.load(slice))),
      cancelled: await Promise.all(this.#operations.map(({ id }) => engine.cancelRequested(id))),
      holds: await allHolds(holds, holdStates),
      active: [...(await holds.active(resources.map(({ id }) => id)))].sort((a, b) => (a.id < b.id ? -1 : 1)),
      audit: await audit.list(1000),
      verify: await audit.verify(),
    };
  }
}

/** The answer, or what was refused. */
async function answered(work: Promise<unknown>): Promise<unknown> {
  try {
    return { answer: await work };
  } catch (error) {
    if (error instanceof RefusalError) return { refused: error.code };
    const message = error instanceof Error ? error.message : String(error);
    return { thrown: /UNIQUE constraint failed: [\w.]+/.exec(message)?.[0] ?? message };
  }
}

test("the memory keeps what SQLite keeps", { timeout: 600_000 }, async () => {
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "standby-memory-"));
  let stories = 0;
  const property = fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40 }), async (steps) => {
    stories += 1;
    const databaseUrl = `file:${join(folder, String(stories))}`;
    const options = { migrationsDir: "prisma/migrations", clock: make.clock, newId: make.countingIds() };
    const database = await openStore({ databaseUrl, ...options });
    const memory = new Asker(memoryStore());
    const sqlite = new Asker(database);
    const begin: Step = { ask: "start", which: [0, 1, 2, 3], inMs: 0 };
    const claims = [0, 1].map((at): Step => ({ ask: "claim", at, lease: 60_000 }));
    for (const one of [begin, ...claims, ...steps])
      expect(await answered(memory.ask(one))).toEqual(await answered(sqlite.ask(one)));
    expect(await memory.everything()).toEqual(await sqlite.everything());
    await database.close();
  });
  await fc.assert(property, { numRuns: 10 });
  rmSync(folder, { recursive: true });
});
