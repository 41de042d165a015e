import fc from "fast-check";
import { expect, test } from "vitest";
import { seedWorld } from "./seed";
import { arrangeGroups, nextDue, settle } from "./transitions";
import type { World } from "./world";

const now = Date.parse("2026-11-20T12:00:00Z");
const seeded = seedWorld(now);

/** The seed with some machines stopping, databases stopped and services on their way, at different moments. */
function disturbed(picks: readonly number[]): World {
  const world = structuredClone(seeded);
  const region = world.regions["eu-central-1"];
  if (!region) throw new Error("no region");
  for (const pick of picks) {
    const instance = region.instances[pick % region.instances.length];
    if (instance?.state === "running") Object.assign(instance, { state: "stopping", until: now + pick * 13 });
    const database = region.databases[pick % region.databases.length];
    if (database) Object.assign(database, { status: "stopping", until: now + pick * 7, restartAt: now + pick * 977 });
    const service = region.services[pick % region.services.length];
    if (service) Object.assign(service, { desired: pick % 5, until: now + pick * 3 });
  }
  arrangeGroups(world, now, 1);
  return world;
}

const someTimes = fc.array(fc.integer({ min: 0, max: 4_000_000 }), { minLength: 1, maxLength: 8 });

test("looking often or once makes no difference, and nothing that was due stays", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 8 }), someTimes, (picks, steps) => {
      const world = disturbed(picks);
      const end = now + steps.reduce((sum, step) => sum + step, 0);
      let at = now;
      let stepped = world;
      for (const step of steps) {
        at += step;
        stepped = settle(stepped, at, 1);
      }
      const jumped = settle(world, end, 1);
      expect(stepped).toEqual(jumped);
      expect(nextDue(jumped)).toBeGreaterThan(end);
    }),
    { numRuns: 60 },
  );
});

test("the world given is never changed", () => {
  const world = disturbed([1, 20, 300]);
  const before = structuredClone(world);
  settle(world, now + 10_000_000, 1);
  expect(world).toEqual(before);
});

test("everything comes to rest: each group has its desired members in service", () => {
  const world = settle(disturbed([2, 9, 17, 25, 33, 40, 41, 42]), now + 30 * 24 * 3_600_000, 1);
  expect(nextDue(world)).toBe(Number.POSITIVE_INFINITY);
  for (const group of world.regions["eu-central-1"]?.groups ?? []) {
    const serving = group.members.filter((each) => each.lifecycle === "InService" && each.health === "Healthy");
    expect(serving).toHaveLength(group.desired);
    expect(group.members).toHaveLength(group.desired);
  }
});
