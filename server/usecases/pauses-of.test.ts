import { expect, test } from "vitest";
import type { ResourceSummary } from "../core/inventory";
import { goingOn, ofService, pausedIn, pausesOf, unpausableOf } from "./pauses-of";

/** A paused node group with its Auto Scaling group and a node, a machine that runs, and one that cannot be stopped. */

const now = new Date("2026-11-29T12:00:00Z");
const since = new Date("2026-11-20T12:00:00Z");

function resource(change: Partial<ResourceSummary> & Pick<ResourceSummary, "id">): ResourceSummary {
  return {
    ...{ accountId: "acc_1", region: "eu-central-1", kind: "ec2.instance", nativeId: change.id, arn: change.id },
    ...{ name: change.id, tags: {}, state: "running", protected: false, pausable: true, ownerId: null, holdId: null },
    ...{ hourlyNow: 0, hourlyRunning: 100_000, hourlyPaused: 10_000, firstSeenAt: since, held: null },
    ...change,
  };
}
const resources = [
  resource({
    id: "nodes",
    kind: "eks.nodegroup",
    state: "paused",
    held: { since, verifiedAt: since },
    hourlyPaused: null,
  }),
  resource({ id: "scaling", kind: "autoscaling.group", state: "paused", ownerId: "nodes" }),
  resource({ id: "node", state: "paused", ownerId: "scaling" }),
  resource({ id: "web" }),
  resource({ id: "off", state: "paused" }),
  resource({ id: "woke", held: { since, verifiedAt: since } }),
  resource({ id: "gateway", state: "alwaysOn", hourlyNow: 45_000, hourlyRunning: null, hourlyPaused: null }),
];
const things = { entries: [], resources, paused: pausedIn(resources) };

test("what Standby paused is off, with all that it is the owner of; what is off by itself or woke is not its doing", () => {
  expect([...things.paused]).toEqual(["nodes", "scaling", "node"]);
});

test("what goes on is off until the last day ahead; what has no price takes nothing away", () => {
  const off = [{ from: now.getTime(), until: Date.parse("2026-12-01T00:00:00Z") }];
  expect(goingOn(things, now)).toEqual([
    { resourceId: "scaling", hourly: 90_000, off },
    { resourceId: "node", hourly: 90_000, off },
  ]);
  expect(goingOn(things, now, "2026-12-31")[0]?.off[0]?.until).toBe(Date.parse("2027-01-01T00:00:00Z"));
  expect(unpausableOf(resources)).toBe(5 * 10_000 + 45_000);
  const { planned } = pausesOf(things, since, now);
  expect(planned.map(({ day, planned }) => [day, planned])).toEqual([
    ["2026-11-29", 180_000 * 12],
    ["2026-11-30", 180_000 * 24],
  ]);
});

test("of one service what is paused stays so, though what holds it is billed by another", () => {
  const serviceOf = new Map([
    ["ec2.instance", "EC2"],
    ["eks.nodegroup", "EKS"],
  ]);
  const mine = ofService(things, "EC2", serviceOf);
  expect(mine.resources.map(({ id }) => id)).toEqual(["node", "web", "off", "woke", "gateway"]);
  expect(goingOn(mine, now).map(({ resourceId }) => resourceId)).toEqual(["node"]);
});
