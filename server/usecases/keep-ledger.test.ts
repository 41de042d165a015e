import { afterEach, beforeEach, expect, test } from "vitest";
import type { AnyAdapter } from "../adapters/contract";
import type { Fault } from "../core/fault";
import type { LedgerEntry } from "../core/ledger";
import type { Estimate, PricedLine } from "../core/money";
import { amountOf } from "../costs/ledger";
import { type GuardedLamps, guardedLamps, hour, minute } from "../testing/guarded-lamps";
import { lampWorld, lit } from "../testing/lamp";
import { keepLedger } from "./keep-ledger";

/** The savings ledger follows what Standby does and what the guard sees, on a real database with a world of lamps. */

const dollar = 1_000_000;
const source = { id: "list", title: "List price", asOf: "2026-07-20" };
const bulb: PricedLine = {
  label: "Light",
  note: "a bulb",
  price: null,
  quantity: 1,
  unit: "hour",
  stopsWhenPaused: true,
  rate: "3",
  hourly: 3 * dollar,
  source,
};
const socket: PricedLine = { ...bulb, label: "Socket", stopsWhenPaused: false, rate: "1", hourly: dollar };
const priced: Estimate = { lines: [bulb, socket], running: 4 * dollar, paused: dollar, unpriced: 0 };
const denied: Fault = { code: "denied", reason: "Not allowed", remedy: "Allow it", action: "lamp:on" };
const ever = { from: new Date(0), to: new Date("2100-01-01") };

let lamps: GuardedLamps;
beforeEach(async () => {
  lamps = await guardedLamps();
  costing(priced);
});
afterEach(() => lamps.close());

function costing(estimate: Estimate): void {
  Object.assign(lamps.deps, { estimate: () => estimate });
  Object.assign(lamps.deps.scanDeps, { estimate: () => estimate });
}

async function kept(name = "db-1"): Promise<readonly LedgerEntry[]> {
  await keepLedger(lamps.deps);
  return entered(name);
}

async function entered(name = "db-1"): Promise<readonly LedgerEntry[]> {
  const { items } = await lamps.store.ledger.list(ever, 100);
  return items.filter((one) => one.name === name).reverse();
}

/** As the ledger has it, with whole minutes since the first stretch began. */
function told(entries: readonly LedgerEntry[]): readonly string[] {
  const begun = entries[0]?.from.getTime() ?? 0;
  const minutes = (time: Date | null) => (time ? String(Math.round((time.getTime() - begun) / minute)) : "");
  return entries.map(({ type, from, until, end }) => `${type} ${minutes(from)}-${minutes(until)} ${end ?? "open"}`);
}

/** The guard and the ledger, as they come by while an hour or more goes on. */
async function goesBy(milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 5 * minute) {
    await lamps.tick(Math.min(left, 5 * minute));
    await keepLedger(lamps.deps);
  }
}

test("a pause is entered from when it was read back, with the lines that stop, and closed by its resume", async () => {
  await lamps.pause();
  const [hold] = await lamps.holds("active");
  const [open, ...more] = await kept(hold?.name);
  expect(more).toEqual([]);
  expect(open).toMatchObject({
    id: `${hold?.id}.0`,
    type: "saved",
    until: null,
    end: null,
    hourly: 3 * dollar,
    lines: [bulb],
    region: "eu-central-1",
    kind: "test.lamp",
    nativeId: hold?.name,
    tags: {},
  });
  expect(open?.from.toISOString()).toBe(hold?.verifiedAt);
  await goesBy(2 * hour);
  const other = { ...bulb, rate: "9", hourly: 9 * dollar };
  costing({ ...priced, lines: [other], running: 10 * dollar });
  await lamps.resume();
  const [closed] = await kept(hold?.name);
  const [released] = await lamps.holds("released");
  expect(closed).toMatchObject({ end: "resumed", until: new Date(released?.endedAt ?? ""), hourly: 3 * dollar });
  expect(closed?.lines).toEqual([bulb]);
  expect(closed?.restartFrom?.getTime()).toBeLessThanOrEqual(closed?.until?.getTime() ?? 0);
  expect(closed?.restartFrom?.getTime()).toBeGreaterThan(closed?.from.getTime() ?? 0);
  const amount = closed && amountOf(closed, ever.from, ever.to);
  expect(amount?.gross).toBeGreaterThanOrEqual(6 * dollar);
  expect(amount?.gross).toBeLessThan(6.2 * dollar);
});

test("called again and again it enters nothing twice, and remembers each look", async () => {
  await lamps.pause();
  const [first] = await kept();
  expect(await kept()).toEqual([first]);
  await goesBy(15 * minute);
  const [later] = await entered();
  const { seenAt } = await lamps.record("db-1");
  expect(later).toEqual({ ...first, seenUntil: seenAt });
  expect(seenAt.getTime()).toBeGreaterThan(first?.from.getTime() ?? 0);
});

test("what was paused before there was a ledger is taken in, what is over, too", async () => {
  await lamps.pause();
  lamps.clock.advance(hour);
  await lamps.resume();
  lamps.clock.advance(hour);
  await lamps.pause();
  lamps.clock.advance(hour);
  const entries = await kept();
  expect(told(entries)).toEqual(["saved 0-60 resumed", expect.stringMatching(/^saved 1[23]\d- open$/)]);
  expect(new Set(entries.map(({ holdId }) => holdId)).size).toBe(2);
});

test("what wakes is saved until it was seen off last, and missed until the guard has paused it again", async () => {
  await lamps.grouped({ name: "dev", guard: "enforce" });
  await lamps.pause();
  await goesBy(hour);
  const { seenAt: seenOff } = await lamps.record("db-1");
  lamps.clock.advance(4 * minute);
  lamps.wake("db-1");
  await goesBy(5 * minute);
  expect((await entered()).map(({ type }) => type)).toEqual(["saved", "missed"]);
  await lamps.work();
  const entries = await kept();
  expect(entries.map(({ type, end }) => [type, end])).toEqual([
    ["saved", "woke"],
    ["missed", "paused"],
    ["saved", null],
  ]);
  const [saved, missed, again] = entries;
  expect(saved?.until).toEqual(seenOff);
  expect(missed?.from).toEqual(seenOff);
  const [hold] = (await lamps.holds("active")).filter(({ name }) => name === "db-1");
  expect(missed?.until?.toISOString()).toBe(hold?.verifiedAt);
  expect(again?.from).toEqual(missed?.until);
  expect(told(await kept("web-1"))).toEqual(["saved 0- open"]);
});

test("the same is found where nobody kept the ledger meanwhile, but for looks that nobody remembers", async () => {
  await lamps.grouped({ name: "dev", guard: "enforce" });
  await lamps.pause();
  await lamps.tick(hour);
  lamps.wake("db-1");
  await lamps.tick(5 * minute);
  await lamps.work();
  await lamps.tick(hour);
  const entries = await kept();
  expect(entries.map(({ type, end }) => [type, end])).toEqual([
    ["saved", "woke"],
    ["missed", "paused"],
    ["saved", null],
  ]);
  expect(told(entries)[0]).toBe("saved 0-0 woke");
});

test("what is reported only is missed until somebody resumes it", async () => {
  await lamps.grouped({ name: "dev", guard: "report" });
  await lamps.pause();
  await goesBy(30 * minute);
  lamps.wake("db-1");
  await goesBy(2 * hour);
  expect(told(await entered()).at(-1)).toBe("missed 30- open");
  await lamps.resume();
  expect(told(await kept()).at(-1)).toMatch(/^missed 30-15\d resumed$/);
});

test("what somebody stops by hand again is saved again", async () => {
  await lamps.pause();
  await goesBy(30 * minute);
  lamps.wake("db-1");
  await goesBy(10 * minute);
  Object.assign(lamps.world.lamps["db-1"] ?? {}, { on: false });
  await goesBy(10 * minute);
  expect((await entered()).map(({ type, end }) => [type, end])).toEqual([
    ["saved", "woke"],
    ["missed", "paused"],
    ["saved", null],
  ]);
});

test("what was woken rightly is missed for the minutes that nobody knew, and its hold's end ends it", async () => {
  await lamps.grouped({ name: "dev", guard: "honour" });
  await lamps.pause();
  await goesBy(30 * minute);
  lamps.wake("db-1", lit(3));
  await goesBy(5 * minute);
  expect((await entered()).map(({ type, end }) => [type, end])).toEqual([
    ["saved", "woke"],
    ["missed", "ended"],
  ]);
});

test("a hold that a person gives up ends what it saved", async () => {
  await lamps.pause();
  await goesBy(hour);
  const hold = (await lamps.holds("active")).find(({ name }) => name === "db-1");
  const params = { id: hold?.id ?? "" };
  await lamps.usecases.endHold(lamps.ana(), { params, query: {}, body: { reason: "It stays off" } });
  expect(told(await kept())).toEqual(["saved 0-60 ended"]);
});

test("what is deleted while it is paused is saved until it was seen last, where it cannot be made again", async () => {
  await lamps.close();
  const { planResume } = lampWorld({}).adapter as unknown as AnyAdapter;
  const refused = { result: "refused", reason: "It is gone", remedy: "Make it again" } as const;
  lamps = await guardedLamps({ planResume: (saved, seen) => (seen ? planResume(saved, seen) : refused) });
  costing(priced);
  await lamps.pause();
  await goesBy(hour);
  const { seenAt } = await lamps.record("db-1");
  Reflect.deleteProperty(lamps.world.lamps, "db-1");
  await goesBy(2 * hour);
  expect((await lamps.record("db-1")).state).toBe("gone");
  const [entry, ...more] = await entered();
  expect(more).toEqual([]);
  expect(entry).toMatchObject({ end: "gone", until: seenAt, hourly: 3 * dollar });
});

test("a resume that fails comes off, and what stayed off all the same is saved on", async () => {
  await lamps.pause();
  await goesBy(hour);
  lamps.world.faults.push({
    op: "on",
    match: "db-1",
    times: 9,
    get fault() {
      lamps.clock.advance(100);
      return denied;
    },
  });
  await lamps.resume({ names: ["db-1"] });
  await goesBy(hour);
  lamps.world.faults.length = 0;
  await lamps.resume();
  const [tried, resumed, ...more] = await kept();
  expect(more).toEqual([]);
  expect([tried?.end, resumed?.end]).toEqual(["tried", "resumed"]);
  expect(tried?.restartFrom).not.toBeNull();
  expect(resumed?.from).toEqual(tried?.until);
});

test("without a price it is entered without one", async () => {
  costing({ ...priced, running: null, unpriced: 1 });
  await lamps.pause();
  expect(await kept()).toMatchObject([{ hourly: null, lines: [bulb] }]);
});
