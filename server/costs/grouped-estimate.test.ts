import fc from "fast-check";
import { expect, test } from "vitest";
import { resourceStates } from "../core/resource";
import { estimateOf, estimatesBy, isPriced, knownOf, standingOf } from "./grouped-estimate";

const at = new Date("2026-11-20T19:12:00Z");
const named = { protected: false, pausable: true, ownerId: null, held: null };
const running = {
  ...named,
  id: "web",
  state: "running",
  hourlyNow: 110,
  hourlyRunning: 110,
  hourlyPaused: 10,
} as const;
const paused = {
  ...named,
  id: "db",
  state: "paused" as const,
  pausable: false,
  held: { since: at, verifiedAt: at },
  hourlyNow: 20,
  hourlyRunning: 520,
  hourlyPaused: 20,
};
const nobody = () => false;

test("what runs, what goes on, what is saved, and what all pauses would leave", () => {
  const kept = { ...running, id: "kept", protected: true };
  const all = [running, paused, kept];
  const { current, running: runs, paused: goesOn, saved, optimised } = estimateOf(all, standingOf(all, nobody));
  const sums = [current, runs, goesOn, saved, optimised].map(({ hourly }) => hourly);
  expect(sums).toEqual([240, 220, 20, 500, 140]);
});

test("a machine of a protected group, or of one that cannot be paused, is not taken", () => {
  const group = { ...running, id: "asg", protected: true };
  const stuck = { ...running, id: "nodes", pausable: false };
  const machines = [
    { ...running, id: "i-1", ownerId: "asg" },
    { ...running, id: "i-2", ownerId: "nodes" },
    { ...running, id: "i-3", ownerId: "unknown" },
  ];
  const standing = standingOf([group, stuck, ...machines], nobody);
  expect([...standing.canPause]).toEqual(["i-3"]);
  expect([...standing.isKept]).toEqual(["asg", "i-1"]);
});

test("owners that own each other end somewhere", () => {
  const ring = [
    { ...running, id: "a", ownerId: "b" },
    { ...running, id: "b", ownerId: "a" },
  ];
  expect(standingOf(ring, nobody).canPause.size).toBe(2);
});

test("a machine is saved with the group that is held", () => {
  const group = { ...paused, id: "asg" };
  const machine = { ...paused, id: "i-1", ownerId: "asg", held: null };
  const byHand = { ...paused, id: "i-2", held: null };
  const all = [group, machine, byHand];
  expect(estimateOf(all, standingOf(all, nobody)).saved).toEqual({ hourly: 1000, priced: 2, unpriced: 0 });
});

test("without a price nothing is zero", () => {
  const all = [{ ...running, hourlyNow: null, hourlyRunning: null }];
  const { current, optimised, priced } = estimateOf(all, standingOf(all, nobody));
  expect([knownOf(current), knownOf(optimised), priced]).toEqual([null, null, 0]);
});

const money = fc.option(fc.nat(90_000_000));
const resource = fc.record({
  id: fc.string({ maxLength: 3 }),
  account: fc.constantFrom("a", "b"),
  kind: fc.constantFrom("x", "y", "z"),
  groups: fc.subarray(["dev", "prod", "test"]),
  state: fc.constantFrom(...resourceStates),
  hourlyNow: money,
  hourlyRunning: money,
  hourlyPaused: money,
  pausable: fc.boolean(),
  protected: fc.boolean(),
  ownerId: fc.option(fc.string({ maxLength: 3 })),
  held: fc.option(fc.constant({ since: at, verifiedAt: at })),
});

test("under every grouping the parts add up to the whole", () => {
  fc.assert(
    fc.property(fc.uniqueArray(resource, { maxLength: 30, selector: ({ id }) => id }), (all) => {
      const standing = standingOf(all, ({ id }) => id.startsWith("p"));
      const whole = estimateOf(all, standing);
      const keys = [
        (one: (typeof all)[number]) => one.kind,
        (one: (typeof all)[number]) => one.account,
        (one: (typeof all)[number]) => one.id,
        (one: (typeof all)[number]) => one.groups.join(", "),
      ];
      for (const keyOf of keys) {
        const parts = estimatesBy(all, standing, keyOf);
        expect(new Set(parts.map(({ key }) => key)).size).toBe(parts.length);
        for (const figure of ["current", "running", "paused", "saved", "optimised"] as const)
          for (const part of ["hourly", "priced", "unpriced"] as const)
            expect(parts.reduce((sum, one) => sum + one[figure][part], 0)).toBe(whole[figure][part]);
        expect(parts.reduce((sum, one) => sum + one.resources, 0)).toBe(all.length);
        expect(parts.reduce((sum, one) => sum + one.priced, 0)).toBe(all.filter(isPriced).length);
      }
      expect(whole.current.hourly).toBe(whole.running.hourly + whole.paused.hourly);
    }),
    { numRuns: 200 },
  );
});
