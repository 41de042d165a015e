import { describe, expect, test } from "vitest";
import type { Group } from "../core/account";
import type { ResourceSummary } from "../core/inventory";
import { appearedIn, type Facts, type Past, type Scene, verdictOf, type Woken, wokenIn } from "./guard";

const now = new Date("2026-11-20T19:12:00Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const days = (count: number) => count * 24 * 60;

const held = { since: ago(days(1)), verifiedAt: ago(days(1)) };

function resource(id: string, change: Partial<ResourceSummary> = {}): ResourceSummary {
  return {
    id,
    accountId: "acc_1",
    region: "eu-central-1",
    kind: "test.lamp",
    nativeId: id,
    arn: `arn:lamp:${id}`,
    name: id,
    tags: { Environment: "dev" },
    state: "drifted",
    protected: false,
    pausable: false,
    hourlyNow: 1,
    hourlyRunning: 1,
    hourlyPaused: 0,
    ownerId: null,
    holdId: "hold_1",
    firstSeenAt: ago(days(9)),
    held,
    ...change,
  };
}

const runs = (id: string, change: Partial<ResourceSummary> = {}) =>
  resource(id, { state: "running", pausable: true, holdId: null, held: null, ...change });

function group(name: string, change: Partial<Group> = {}): Group {
  return {
    id: `grp_${name}`,
    name,
    filter: { tags: ["Environment=dev"] },
    origin: "person",
    protected: false,
    guard: "enforce",
    awakeUntil: null,
    options: {},
    createdAt: now,
    updatedAt: now,
    ...change,
  };
}

const scene = (
  resources: readonly ResourceSummary[],
  groups: readonly Group[],
  busy: readonly string[] = [],
): Scene => ({
  resources,
  groups,
  busy: new Set(busy),
  now,
});

describe("what counts as woken", () => {
  test.each([
    ["runs although its pause was proved", resource("db"), true],
    ["is paused", resource("db", { state: "paused" }), false],
    ["is on its way", resource("db", { state: "changing" }), false],
    ["is held, but was never seen paused", resource("db", { held: { since: ago(5), verifiedAt: null } }), false],
    ["is not held any more", resource("db", { holdId: null, held: null }), false],
  ])("what %s", (_, one, counts) => {
    expect(wokenIn(scene([one], []))).toHaveLength(counts ? 1 : 0);
  });

  test("what an operation is at work on is left alone", () => {
    expect(wokenIn(scene([resource("db")], [group("dev")], ["db"]))).toEqual([]);
  });

  test("an owner counts, and its members do not double it", () => {
    const members = [resource("m-1", { ownerId: "asg" }), resource("m-2", { ownerId: "asg" })];
    expect(wokenIn(scene([resource("asg"), ...members], [])).map((one) => one.resource.id)).toEqual(["asg"]);
  });

  test.each([
    ["of its group", [group("dev", { awakeUntil: ago(-1) })], 0],
    ["of one of its groups", [group("dev"), group("team", { guard: "honour", awakeUntil: ago(-1) })], 0],
    ["that is over", [group("dev", { awakeUntil: ago(1) })], 1],
    [
      "of a group that it is not in",
      [group("test", { awakeUntil: ago(-1), filter: { tags: ["Environment=test"] } })],
      1,
    ],
  ])("a keep-awake %s", (_, groups, count) => {
    expect(wokenIn(scene([resource("db")], groups))).toHaveLength(count);
  });
});

describe("whose word counts", () => {
  const dev = (guard: Group["guard"], name: string = guard) => group(name, { guard });
  test.each([
    ["no group", [], "report", null],
    ["report", [dev("report")], "report", "report"],
    ["honour over report", [dev("report"), dev("honour")], "honour", "honour"],
    ["enforce over honour", [dev("honour"), dev("enforce")], "enforce", "enforce"],
    ["enforce over all", [dev("report"), dev("honour"), dev("enforce")], "enforce", "enforce"],
  ])("%s", (_, groups, mode, name) => {
    const [woken] = wokenIn(scene([resource("db")], groups));
    expect([woken?.mode, woken?.group?.name ?? null]).toEqual([mode, name]);
  });

  test("protection is named: the tag, or else the group", () => {
    const core = group("core", { protected: true, guard: "report" });
    expect(wokenIn(scene([resource("db")], [group("dev"), core]))[0]?.protectedBy).toBe("the group core");
    expect(wokenIn(scene([resource("db", { protected: true })], [core]))[0]?.protectedBy).toBe("a tag of its own");
  });
});

const woken = (change: Partial<Woken> = {}): Woken => ({
  resource: resource("db"),
  mode: "enforce",
  group: group("dev"),
  protectedBy: null,
  ...change,
});

const facts = (change: Partial<Facts> = {}): Facts => ({
  since: now,
  past: [{ ...pause(days(1)), byGuard: false }],
  obstacle: null,
  wakesAfterHours: null,
  ...change,
});

/** A pause by the guard that came to its end. */
function pause(minutesAgo: number, change: Partial<Past> = {}): Past {
  return {
    at: ago(minutesAgo),
    action: "pause",
    byGuard: true,
    sent: true,
    state: "done",
    said: "off.",
    mayPass: true,
    ...change,
  };
}

const refused = { state: "failed", said: "Not allowed. Allow it.", mayPass: false } as const;
const throttled = { state: "failed", said: "AWS asked to slow down.", mayPass: true } as const;

describe("the verdict", () => {
  const text = (containing: string) => ({ does: "report", text: expect.stringContaining(containing) });
  const table: readonly [string, Partial<Woken>, Partial<Facts>, object][] = [
    ["enforce pauses again", {}, {}, { does: "pause" }],
    ["report tells", { mode: "report" }, {}, { does: "report", text: "Somebody else started it." }],
    [
      "honour ends the hold and says when",
      { mode: "honour" },
      {},
      { does: "honour", text: "Somebody else started it on 2026-11-20 19:12 UTC; honoured" },
    ],
    [
      "honour keeps the hold of what is half back",
      { mode: "honour" },
      { obstacle: "1 instead of 2 tasks" },
      text("but not wholly: 1 instead of 2 tasks"),
    ],
    [
      "a protected resource is never paused",
      { protectedBy: "the group core" },
      {},
      text("protected by the group core, so the guard leaves it on"),
    ],
    [
      "what has an owner now is not paused by itself",
      { resource: resource("db", { ownerId: "asg" }) },
      {},
      text("belongs to a group of machines"),
    ],
    [
      "what would be refused is told with the reason",
      {},
      { obstacle: "It has replicas." },
      text("cannot pause it again: It has replicas."),
    ],
    [
      "a resume that was not wholly right is not undone",
      {},
      { past: [pause(5, { action: "resume", byGuard: false, state: "failed" })] },
      { does: "nothing" },
    ],
    [
      "nor told as a waking",
      { mode: "report" },
      { past: [pause(5, { action: "resume", byGuard: false })] },
      { does: "nothing" },
    ],
    [
      "a resume that never sent a call counts for nothing",
      {},
      { past: [pause(5, { action: "resume", byGuard: false, sent: false, state: "skipped" }), pause(days(1))] },
      { does: "pause" },
    ],
    ["the second waking within an hour is paused again", {}, { past: [pause(20)] }, { does: "pause" }],
    ["the third is not", {}, { past: [pause(20), pause(59)] }, text("It woke 3 times within an hour")],
    ["a slow third one is", {}, { past: [pause(20), pause(61)] }, { does: "pause" }],
    [
      "what a person paused again does not count",
      {},
      { past: [pause(20, { byGuard: false }), pause(40, { byGuard: false })] },
      { does: "pause" },
    ],
    [
      "who gave up stays so",
      {},
      { since: ago(days(2)), past: [pause(days(2) + 5), pause(days(2) + 30)] },
      text("3 times within an hour"),
    ],
    [
      "what AWS refused is not tried each minute",
      {},
      { past: [pause(20, refused)] },
      text("could not pause it again: Not allowed. Allow it."),
    ],
    ["for a day", {}, { past: [pause(days(1) - 1, refused)] }, text("could not")],
    ["and then it is tried again", {}, { past: [pause(days(1) + 1, refused)], since: ago(5) }, { does: "pause" }],
    ["what may pass is tried a second time", {}, { past: [pause(20, throttled)] }, { does: "pause" }],
    ["and after that waits for an hour", {}, { past: [pause(20, throttled), pause(40, throttled)] }, text("slow down")],
    ["and then again", {}, { past: [pause(20, throttled), pause(61, throttled)] }, { does: "pause" }],
    [
      "AWS's own start is named as such",
      { mode: "report", resource: resource("db", { held: { since: ago(days(7) + 10), verifiedAt: ago(days(7)) } }) },
      { wakesAfterHours: 168 },
      text("AWS started it by itself, as it does after 7 days."),
    ],
    [
      "and is treated the same",
      { resource: resource("db", { held: { since: ago(days(7)), verifiedAt: ago(days(7)) } }) },
      { wakesAfterHours: 168 },
      { does: "pause" },
    ],
    [
      "before its time it was somebody else",
      { mode: "report" },
      { wakesAfterHours: 168 },
      text("Somebody else started it."),
    ],
    [
      "seen on time and told later, it stays somebody else",
      { mode: "report", resource: resource("db", { held: { since: ago(days(8)), verifiedAt: ago(days(8)) } }) },
      { since: ago(days(4)), wakesAfterHours: 168 },
      text("Somebody else"),
    ],
  ];
  test.each(table)("%s", (_, who, known, verdict) => {
    expect(verdictOf(woken(who), facts(known), now)).toEqual(verdict);
  });

  test("a try that failed before it was paused last counts for nothing", () => {
    const again = resource("db", { held: { since: ago(days(3)), verifiedAt: ago(10) } });
    expect(verdictOf(woken({ resource: again }), facts({ past: [pause(20, refused)] }), now)).toEqual({
      does: "pause",
    });
  });
});

describe("what is new in a paused group", () => {
  const paused = resource("db", { state: "paused" });
  const fresh = { firstSeenAt: ago(30) };
  const names = (of: Scene, told: readonly string[] = []) =>
    appearedIn(of, new Set(told)).map(({ resource: one, group: its }) => `${one.id} in ${its.name}`);
  const dev = group("dev");

  test.each([
    ["runs there since it was paused", [paused, runs("new", fresh)], ["new in dev"]],
    ["ran there before: the group is not paused", [paused, runs("old")], []],
    ["came to a group of which something old runs", [paused, runs("old"), runs("new", fresh)], []],
    ["came beside something that woke", [resource("woken"), paused, runs("new", fresh)], ["new in dev"]],
    ["is off", [paused, runs("new", { ...fresh, state: "paused", pausable: false })], []],
    ["has no stop", [paused, runs("new", { ...fresh, pausable: false })], []],
    ["is a member: it comes with its owner", [paused, runs("new", { ...fresh, ownerId: "asg" })], []],
    ["is protected by a tag", [paused, runs("new", { ...fresh, protected: true })], []],
    ["came to a group of which nothing is held", [runs("new", fresh)], []],
    ["is in no paused group", [paused, runs("new", { ...fresh, tags: {} })], []],
  ])("what %s", (_, resources, expected) => {
    expect(names(scene(resources, [dev]))).toEqual(expected);
  });

  test("is not told while the group is awake, protected, or an operation is at work on it", () => {
    const resources = [paused, runs("new", fresh)];
    expect(names(scene(resources, [group("dev", { awakeUntil: ago(-1) })]))).toEqual([]);
    expect(names(scene(resources, [dev, group("core", { protected: true })]))).toEqual([]);
    expect(names(scene(resources, [dev], ["new"]))).toEqual([]);
  });

  test("is told once, however many groups it is in", () => {
    expect(names(scene([paused, runs("new", fresh)], [dev, group("team")]))).toEqual(["new in dev"]);
  });

  test("stays told when another newcomer is paused meanwhile", () => {
    const later = resource("new-2", { state: "paused", held: { since: ago(5), verifiedAt: ago(4) } });
    const resources = [paused, later, runs("new-1", fresh)];
    expect(names(scene(resources, [dev]))).toEqual([]);
    expect(names(scene(resources, [dev]), ["new-1"])).toEqual(["new-1 in dev"]);
  });
});
