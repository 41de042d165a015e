import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adapterFor } from "../../server/adapters/registry";
import { isRead } from "../../server/aws/services";
import type { Action } from "../../server/core/plan";
import type { App } from "../../server/runtime/app";
import { allHolds } from "../../server/testing/all-holds";
import { seed } from "../../server/testing/seed";
import { randomFrom } from "../model/commands";
import { connectSandbox, openApp, workUntilIdle, worldFile } from "../support/sandbox-app";
import { settledWorld } from "./effects";
import { beginWith, chooseEstate } from "./estate";

/**
 * Guarantee: what is said twice is done once. Some fifty resources of every kind are paused five times and resumed five times,
 * in several orders: a repeat changes nothing in AWS and sends nothing but reads.
 */

const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "standby-repeats-"));
let app: App;
let accountId: string;
let ids: readonly string[];

beforeAll(async () => {
  app = await openApp({ dataDir: folder });
  accountId = await connectSandbox(app);
  const chosen = await app.deps.store.inventory.byIds(await chooseEstate(app));
  // What AWS lets nobody do five times a day cannot be repeated here.
  ids = chosen.filter(({ kind }) => !adapterFor(kind).budgets).map(({ id }) => id);
});
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("five pauses and five resumes", () => {
  for (const order of ["ppppprrrrr", "prprprprpr", "rpprrppprr", shuffled("ppppprrrrr")]) {
    test(`in the order ${order}`, { timeout: 600_000 }, async () => {
      const running = await world();
      let paused: unknown = null;
      let isPaused = false;
      for (const [index, letter] of [...order].entries()) {
        const action = letter === "p" ? "pause" : "resume";
        const before = changingCalls();
        await apply(action, index % 2 === 0);
        const calls = changingCalls() - before;
        const isRepeat = isPaused === (action === "pause");
        if (isRepeat) expect(calls, `${action} ${index} again`).toBe(0);
        else expect(calls, `${action} ${index}`).toBeGreaterThan(0);
        isPaused = action === "pause";
        if (isPaused) paused ??= await world();
        expect(await world(), `after ${action} ${index}`).toEqual(isPaused ? paused : running);
        const holds = await allHolds(app.deps.store.holds, ["active"]);
        expect(holds, `after ${action} ${index}`).toHaveLength(isPaused ? ids.length : 0);
      }
      if (isPaused) await apply("resume", true);
      expect(await world()).toEqual(running);
    });
  }
});

async function apply(action: Action, isFresh: boolean): Promise<void> {
  const id = await beginWith(app, action, ids, isFresh);
  await workUntilIdle(app);
  expect(await app.deps.store.operations.state(id)).toBe("succeeded");
}

/** How many commands that may change something have reached AWS. */
function changingCalls(): number {
  const counts = app.deps.doors.counts().filter((count) => !isRead(count.operation));
  return counts.reduce((sum, count) => sum + count.calls, 0);
}

async function world(): Promise<unknown> {
  // Any call brings the world up to date.
  await app.deps.doors.identity(accountId);
  return settledWorld(JSON.parse(readFileSync(worldFile(folder, accountId), "utf8")));
}

function shuffled(letters: string): string {
  const random = randomFrom(seed);
  const drawn = [...letters].map((letter) => ({ letter, at: random() }));
  return drawn
    .sort((a, b) => a.at - b.at)
    .map(({ letter }) => letter)
    .join("");
}
