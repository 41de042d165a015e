import { expect, test } from "vitest";
import type { Fault } from "../core/fault";
import type { CoverageRow } from "../core/inventory";
import { type ScanPart, wholeAccount } from "./scan-ports";
import { accountReading, billedParts, failedReading, pictureFrom, readingOf, unreadRows } from "./scan-reading";

const noon = new Date("2026-11-20T12:00:00Z");
const at = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const denied: Fault = { code: "denied", reason: "No", remedy: "Add it" };
const before: ScanPart = {
  accountId: "acc_1",
  region: "eu-central-1",
  dueAt: noon,
  requestedAt: null,
  startedAt: noon,
  finishedAt: null,
  found: 0,
  calls: 0,
  billedCents: 0,
  failures: 0,
  fault: null,
};

function row(kind: string, found: number, fault: Fault | null = null): CoverageRow {
  const status = fault ? "notRead" : "read";
  return { accountId: "acc_1", region: "eu-central-1", kind, status, found, fault, at: noon, milliseconds: 1 };
}

const dueIn = (rows: readonly CoverageRow[], part = before) => {
  const { dueAt } = readingOf(part, { rows, calls: 9, at: noon }, 15);
  return (dueAt.getTime() - noon.getTime()) / 60_000;
};

test("a region that holds something is read again soon, an empty one in a day", () => {
  const read = readingOf(before, { rows: [row("a", 2), row("b", 3)], calls: 9, at: noon }, 15);
  expect(read).toEqual({ finishedAt: noon, dueAt: at(15), found: 5, calls: 9, failures: 0, fault: null });
  expect(dueIn([row("a", 0), row("b", 0)])).toBe(24 * 60);
});

test("a region that could not be read is tried again later and later, and what it held is still counted", () => {
  const rows = [row("a", 0, denied), row("b", 0, denied)];
  const waits = [0, 1, 2, 3, 4, 20].map((failures) => dueIn(rows, { ...before, found: 7, failures }));
  expect(waits).toEqual([5, 10, 20, 40, 60, 60]);
  const read = readingOf({ ...before, found: 7, failures: 2 }, { rows, calls: 2, at: noon }, 15);
  expect(read).toMatchObject({ found: 7, failures: 3, fault: denied });
  expect(failedReading({ ...before, found: 7, failures: 2 }, denied, noon)).toEqual({ ...read, calls: 0 });
});

test("one kind that may not be read does not slow down the others, and an unread region is not an empty one", () => {
  const rows = [row("a", 4), row("b", 0, denied)];
  expect([0, 1, 2, 9].map((failures) => dueIn(rows, { ...before, failures }))).toEqual([5, 10, 15, 15]);
  const read = readingOf({ ...before, found: 7 }, { rows, calls: 2, at: noon }, 15);
  expect(read).toMatchObject({ found: 7, failures: 1, fault: null });
  expect(dueIn([row("a", 0), row("b", 0, denied)], { ...before, failures: 8 })).toBe(60);
});

test("a reading that is whole again forgets the failures", () => {
  const read = readingOf(
    { ...before, found: 7, failures: 8, fault: denied },
    { rows: [row("a", 1)], calls: 1, at: noon },
    15,
  );
  expect(read).toMatchObject({ found: 1, failures: 0, fault: null, dueAt: at(15) });
});

test("an account tells its regions once a day", () => {
  expect(accountReading(noon).dueAt).toEqual(at(24 * 60));
});

test("what could not even be tried has a row for each kind", () => {
  expect(unreadRows(before, ["a", "b"], denied, noon)).toEqual(
    [row("a", 0, denied), row("b", 0, denied)].map((one) => ({ ...one, milliseconds: 0 })),
  );
});

test("the picture of an account is as old as the oldest look at what is there", () => {
  const part = (region: string, minutes: number | null, change: Partial<ScanPart> = {}): ScanPart => ({
    ...before,
    region,
    finishedAt: minutes === null ? null : at(minutes),
    ...change,
  });
  const whole = part(wholeAccount, -600);
  const full = part("a", 10, { found: 3 });
  const fuller = part("b", 12, { found: 9 });
  const empty = part("c", -900);
  const failing = part("d", 14, { found: 2, fault: denied });
  expect(pictureFrom([whole, full, fuller, empty, failing])).toEqual(at(10));
  expect(pictureFrom([whole, empty, part("e", -60)])).toEqual(at(-900));
  expect(pictureFrom([whole, full, part("new", null)])).toBeNull();
  expect(pictureFrom([whole, failing])).toBeNull();
  expect(pictureFrom([])).toBeNull();
});

test("a bill for a region that was found empty has it read at once, and only the first time", () => {
  const empty = { ...before, dueAt: at(600) };
  const bill = (cents: number) => new Map([["eu-central-1", cents]]);
  const told = (part: ScanPart, cents: number) =>
    billedParts([part], bill(cents), noon).map(({ billedCents, dueAt }) => [billedCents, dueAt]);
  expect(told(empty, 12)).toEqual([[12, noon]]);
  expect(told({ ...empty, billedCents: 12 }, 13)).toEqual([[13, undefined]]);
  expect(told({ ...empty, found: 3 }, 12)).toEqual([[12, undefined]]);
  // What is due already keeps its place in the queue.
  expect(told({ ...empty, dueAt: at(-5) }, 12)).toEqual([[12, undefined]]);
});

test("a bill that says what it said changes nothing, and one that is silent leaves nothing", () => {
  const billed = { ...before, billedCents: 12 };
  expect(billedParts([billed], new Map([["eu-central-1", 12]]), noon)).toEqual([]);
  expect(billedParts([billed, before], new Map([["global", 9]]), noon)).toEqual([
    { accountId: "acc_1", region: "eu-central-1", billedCents: 0 },
  ]);
});
