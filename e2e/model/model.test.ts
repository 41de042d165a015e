import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openStore } from "../../server/store/open";
import { memoryStore } from "../../server/testing/memory-store";
import { isNightly, seed } from "../../server/testing/seed";
import { type Schedule, schedule, tell } from "./commands";

/**
 * Guarantee: whatever happens in whatever order, none of the ten laws of the engine is broken. Random schedules of
 * pauses, resumes, outside hands, kills, frozen processes, stolen leases, throttling, lost answers, denied calls, missing
 * capacity, clock jumps and a busy database, on a clock that jumps. A schedule that failed once is kept in `failures/`
 * and told first from then on.
 */

const runs = isNightly ? 20_000 : 1_000;
const runsOnSqlite = isNightly ? 500 : 20;
const failures = join(import.meta.dirname, "failures");
const accountId = "acc_1";
const minutes = 60_000;

const onMemory = (one: Schedule) => tell(one, { store: memoryStore(), accountId });

/** Each story has a database of its own: what it leaves half way is nobody else's. */
async function onSqlite(one: Schedule): Promise<void> {
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "standby-model-"));
  let ids = 0;
  const store = await openStore({
    databaseUrl: `file:${join(folder, "standby.db")}`,
    migrationsDir: "prisma/migrations",
    clock: { now: () => new Date(), sleep: async () => {} },
    newId: (prefix) => `${prefix}_${++ids}`,
  });
  try {
    await tell(one, { store, accountId });
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
}

async function check(numRuns: number, told: (one: Schedule) => Promise<void>): Promise<void> {
  const result = await fc.check(fc.asyncProperty(schedule, told), { numRuns, seed });
  console.info(`${result.numRuns} schedules from seed ${seed}`);
  if (!result.failed) return;
  const [counterexample] = result.counterexample ?? [];
  mkdirSync(failures, { recursive: true });
  const file = join(failures, `${seed}.json`);
  if (counterexample) writeFileSync(file, `${JSON.stringify(counterexample, null, 2)}\n`);
  throw new Error(`seed ${seed}, path ${result.counterexamplePath}, kept in ${file}`, { cause: result.errorInstance });
}

describe("schedules that failed once", () => {
  const kept = existsSync(failures) ? readdirSync(failures).filter((name) => name.endsWith(".json")) : [];

  test("break no law any more", { timeout: 10 * minutes }, async () => {
    for (const name of kept) {
      const one = JSON.parse(readFileSync(join(failures, name), "utf8")) as Schedule;
      await expect(onMemory(one), name).resolves.toBeUndefined();
    }
  });
});

describe("random schedules", () => {
  test(`${runs} in memory break no law`, { timeout: 60 * minutes }, () => check(runs, onMemory));
  test(`${runsOnSqlite} on SQLite break no law`, { timeout: 60 * minutes }, () => check(runsOnSqlite, onSqlite));
});
