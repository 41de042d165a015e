import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDatabase, startPostgres, type ThrowawayPostgres } from "../../scripts/postgres.mjs";
import { readEnv } from "../../server/runtime/env";
import { openRuntimeStore } from "../../server/runtime/open-store";
import { allHolds } from "../../server/testing/all-holds";
import type { Store } from "../../server/usecases/ports";
import { beginAll, dimmers, holdsAtTheEnd, lampsAtTheEnd } from "./estate";
import {
  cameLate,
  claimsIn,
  countOwned,
  doubles,
  holders,
  type Noted,
  needless,
  readHistory,
  recordHistory,
  sliceOfCall,
  wrongWrites,
} from "./history";
import { beginOnLamps } from "./operations";
import { type Racer, startRacer } from "./process";
import type { FreezePoint, RacerOptions } from "./racer";
import { startWorld, type World } from "./world";

/**
 * Guarantee: however many processes work on one database, and whatever happens to one of them, a slice has one holder
 * at a time, a late write is refused, and what is in effect is not sent again. Real processes race; the database and the
 * world keep the record, and the record is judged.
 *
 * The one exception is stated and counted: a call that had its lease and was on its way when its process froze or died
 * may arrive late. Nobody can call it back.
 */

let server: ThrowawayPostgres;
let database: ThrowawayPostgres;
let dataDir: string;
let store: Store;
let client: pg.Client;
let world: World;
const racers: Racer[] = [];

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

beforeEach(async () => {
  database = await createDatabase(server.url);
  dataDir = mkdtempSync(join(tmpdir(), "standby-race-"));
  ({ store } = await openRuntimeStore(readEnv({ STANDBY_DATA_DIR: dataDir, DATABASE_URL: database.url })));
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(recordHistory);
});

afterEach(async () => {
  await Promise.all(racers.splice(0).map((racer) => racer.stop()));
  await client.end();
  await store.close();
  await database.stop();
  await world.stop();
  rmSync(dataDir, { recursive: true });
});

async function racer(options: Pick<RacerOptions, "name" | "leaseMs" | "freeze">): Promise<Racer> {
  // The database gives up a transaction that stands still; here after one second.
  const databaseUrl = `${database.url}?idle_in_transaction_session_timeout=1000`;
  const started = await startRacer({ ...options, databaseUrl, worldUrl: world.url, dataDir });
  racers.push(started);
  return started;
}

async function rows<T>(sql: string, values: readonly unknown[] = []): Promise<readonly T[]> {
  return (await client.query(sql, [...values])).rows as readonly T[];
}

const history = () => rows<Noted>(readHistory);

/** @throws Error that says what was waited for */
async function until(what: string, isSo: () => boolean | Promise<boolean>, seconds = 200): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`Waited ${seconds} seconds for this: ${what}`);
    await delay(50);
  }
}

async function isOver(id: string): Promise<boolean> {
  const [row] = await rows<{ over: boolean }>(`SELECT "endedAt" IS NOT NULL AS over FROM "Operation" WHERE id = $1`, [
    id,
  ]);
  return row?.over ?? false;
}

describe("a process that was frozen and thaws", () => {
  const leaseMs = 600;
  const lamps = { "a@eu-central-1": 3, "b@eu-central-1": 5 };

  const points: readonly [FreezePoint, number, string][] = [
    ["guard", 3, "asks for its lease before the call, and does not send it"],
    ["call", 3, "cannot call back what was on its way, and sends nothing else"],
    ["commit", 4, "is refused the write"],
    ["transaction", 4, "holds nobody up with what it had written and not committed, and loses it"],
  ];

  test.each(points)("at the point %s (time %i) %s", async (at, nth) => {
    world = await startWorld(lamps);
    const [zombie, other] = await Promise.all([
      racer({ name: "zombie", leaseMs, freeze: { at, nth } }),
      racer({ name: "other", leaseMs, freeze: null }),
    ]);
    other.freeze();
    const id = await beginOnLamps(store, world, "pause", Object.keys(lamps));
    await until("the zombie freezes", () => zombie.isFrozen());
    const frozenAt = Date.now();
    other.thaw();
    await until("the other one ends the operation", () => isOver(id));
    const overAt = Date.now();
    zombie.thaw();
    await until("the zombie has noticed", () => zombie.said.some(({ said }) => said === "thawed"));
    const fromZombie = () =>
      world.arrivals.filter(({ process, at: arrived }) => process === "zombie" && arrived > overAt);
    if (at === "call") await until("its call arrives", () => fromZombie().length > 0);
    await delay(leaseMs);

    const noted = await history();
    expect(wrongWrites(noted)).toEqual([]);
    expect(claimsIn(noted).map(({ process, epoch }) => [process, epoch])).toEqual([
      ["zombie", 1],
      ["other", 2],
    ]);
    expect(noted.filter((row) => row.session === "zombie" && row.at > frozenAt + 100)).toEqual([]);
    const late = fromZombie();
    expect(new Set(late.map(({ sentAt }) => sentAt)).size).toBe(at === "call" ? 1 : 0);
    if (at === "commit") expect(zombie.said).toContainEqual({ said: "refused", what: "commit" });
    if (at === "transaction") expect(zombie.said).toContainEqual(expect.objectContaining({ said: "failed" }));
    expect(needless(world.arrivals).filter((arrival) => !late.includes(arrival))).toEqual([]);
    expect([...world.lamps.values()].map(({ on, dimmer }) => [on, dimmer])).toEqual([
      [false, 0],
      [false, 0],
    ]);
    expect(await store.operations.get(id)).toMatchObject({ state: "succeeded" });
    expect((await allHolds(store.holds, ["active"])).map(({ saved }) => saved)).toHaveLength(2);
  });
});

describe("four processes, three hundred operations", () => {
  /** Long enough to be renewed in time by one of four processes that share two cores with everything else. */
  const leaseMs = 3000;
  const owned = async ({ name }: Racer) => (await rows<{ count: number }>(countOwned, [name]))[0]?.count ?? 0;

  const title = "one is frozen four times, one is killed: one holder, no double effect, nothing lost";
  test(title, { timeout: 300_000 }, async () => {
    world = await startWorld(dimmers);
    const start = (name: string) => racer({ name, leaseMs, freeze: null });
    const [zombie, victim] = await Promise.all([start("zombie"), start("victim"), start("three"), start("four")]);
    const startedAt = Date.now();
    const work = beginAll(store, world, client);
    const freezeAt = async (racer: Racer, over: number, at: FreezePoint) => {
      await until(`${over} operations are over`, () => work.over() >= over);
      racer.freezeAt({ at, nth: 1 });
      await until(`${racer.name} freezes`, () => work.over() > 0 && racer.isFrozen());
    };

    for (const [over, at] of [
      [20, "call"],
      [70, "guard"],
      [120, "commit"],
      [170, "transaction"],
    ] as const) {
      await freezeAt(zombie, over, at);
      // Else it might go on with what nobody took, and would show nothing.
      await until("the zombie loses all that it holds", async () => work.over() > 0 && (await owned(zombie)) === 0);
      zombie.thaw();
    }
    await freezeAt(victim, 220, "call");
    const killedAt = Date.now();
    victim.kill();
    await work.finished;
    const seconds = (Date.now() - startedAt) / 1000;
    await delay(leaseMs);

    const noted = await history();
    expect(wrongWrites(noted)).toEqual([]);
    const holder = holders(noted);
    expect(world.arrivals.filter((call) => holder(sliceOfCall(call), call.sentAt) !== call.process)).toEqual([]);
    const late = world.arrivals.filter((call) => cameLate(call, leaseMs));
    const touchedLate = new Set(late.map(({ nativeId }) => nativeId));
    const others = world.arrivals.filter(({ nativeId }) => !touchedLate.has(nativeId));
    expect(needless(others)).toEqual([]);
    expect(doubles(others)).toEqual([]);

    const lamps = lampsAtTheEnd(touchedLate);
    expect(lamps.map(({ id }) => ({ id, ...pick(world.lamps.get(id)) }))).toEqual(lamps);
    for (const state of ["active", "released"] as const) {
      const holds = (await allHolds(store.holds, [state])).map(
        ({ nativeId, saved }) => `${nativeId} ${JSON.stringify(saved)}`,
      );
      expect(holds.sort()).toEqual(holdsAtTheEnd(state));
    }
    expect(await store.audit.verify()).toMatchObject({ brokenAt: null });

    const orphans = claimsIn(noted).filter((claim) => claim.takenFrom === victim.name && claim.at > killedAt);
    const latest = Math.max(...orphans.map(({ at, ranOutAt }) => at - Math.max(ranOutAt ?? at, killedAt)));
    expect(orphans.length).toBeGreaterThan(0);
    expect(late.length).toBeGreaterThan(0);
    const refused = zombie.said.filter(({ said }) => said === "refused");
    expect(refused.length).toBeGreaterThan(0);
    console.info(
      `${work.over()} operations in ${seconds.toFixed(0)} s: ${claimsIn(noted).length} claims, ${others.length} calls and ` +
        `${late.length} late ones, ${refused.length} late writes refused; ${orphans.length} slices of the dead process ` +
        `were taken up ${latest.toFixed(0)} ms after their leases at the latest`,
    );
  });
});

function pick(lamp: { readonly on: boolean; readonly dimmer: number } | undefined) {
  return { on: lamp?.on, dimmer: lamp?.dimmer };
}
