import fc from "fast-check";
import { LawBroken } from "./books";
import { feedKind, type House, type HouseOptions, lampKind } from "./house";
import { Story, type StoryOptions } from "./story";

/** What may happen, as plain data: a story that breaks a law can be kept in a file and told again. */

export type Command =
  | ({ readonly do: "start"; readonly action: "pause" | "resume"; readonly which: readonly number[] } & Begin)
  | ({ readonly do: "toggle"; readonly which: number } & Begin)
  | { readonly do: "work"; readonly turns: number }
  | { readonly do: "pass"; readonly seconds: number }
  | { readonly do: "cancel"; readonly operation: number }
  | { readonly do: "switch"; readonly which: number; readonly on: boolean }
  | { readonly do: "level"; readonly which: number; readonly level: number }
  | { readonly do: "tag" | "delete"; readonly which: number }
  | { readonly do: "kill"; readonly process: number; readonly isLost: boolean }
  | { readonly do: "freeze" | "thaw"; readonly process: number }
  | { readonly do: "steal"; readonly process: number; readonly seconds: number }
  | { readonly do: "sleep"; readonly seconds: number }
  | { readonly do: "clock"; readonly process: number; readonly seconds: number }
  | {
      readonly do: "burst";
      readonly way: "throttle" | "error500" | "lost";
      readonly on: "read" | "call";
      readonly times: number;
    }
  | { readonly do: "deny"; readonly op: "on" | "off" | "level"; readonly which: number; readonly isDenied: boolean }
  | { readonly do: "shortage"; readonly which: readonly number[]; readonly isScarce: boolean }
  | { readonly do: "said"; readonly what: "kill" | "freeze"; readonly times: number }
  | { readonly do: "write"; readonly after: number; readonly when: "before" | "after" }
  | { readonly do: "read" };

interface Begin {
  /** The plan's own look is young enough to need no second one. */
  readonly isFresh: boolean;
  readonly delaySeconds: number;
}

export interface Schedule {
  /** Chance: who is next, how far a read gets before it fails. */
  readonly seed: number;
  readonly lagMs: number;
  readonly lampMs: number;
  readonly feedMs: number;
  readonly commands: readonly Command[];
}

const which = fc.nat(things().length - 1);
const some = fc.uniqueArray(which, { minLength: 1 });
const process = fc.nat(1);
const begin = { isFresh: fc.boolean(), delaySeconds: fc.constantFrom(0, 0, 10) };
const does = <const T extends Command["do"]>(name: T) => fc.constant(name);

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: does("start"), action: does2("pause"), which: some, ...begin }) },
  { weight: 4, arbitrary: fc.record({ do: does("start"), action: does2("resume"), which: some, ...begin }) },
  { weight: 2, arbitrary: fc.record({ do: does("toggle"), which, ...begin }) },
  { weight: 12, arbitrary: fc.record({ do: does("work"), turns: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 5, arbitrary: fc.record({ do: does("pass"), seconds: fc.integer({ min: 1, max: 90 }) }) },
  { weight: 1, arbitrary: fc.record({ do: does("pass"), seconds: fc.constantFrom(400, 2000) }) },
  { weight: 1, arbitrary: fc.record({ do: does("cancel"), operation: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: does("switch"), which, on: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: does("level"), which, level: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 1, arbitrary: fc.record({ do: does("tag"), which }) },
  { weight: 1, arbitrary: fc.record({ do: does("delete"), which }) },
  { weight: 5, arbitrary: fc.record({ do: does("kill"), process, isLost: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: does("freeze"), process }) },
  { weight: 2, arbitrary: fc.record({ do: does("thaw"), process }) },
  { weight: 3, arbitrary: fc.record({ do: does("steal"), process, seconds: fc.integer({ min: 20, max: 90 }) }) },
  { weight: 2, arbitrary: fc.record({ do: does("sleep"), seconds: fc.constantFrom(15, 60, 2000) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: does("clock"),
      process,
      seconds: fc.constantFrom(-3600, -40, -12, -3, 3, 12, 40, 3600),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: does("burst"),
      way: fc.constantFrom("throttle", "error500", "lost"),
      on: fc.constantFrom("read", "call"),
      times: fc.integer({ min: 1, max: 6 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: does("deny"),
      op: fc.constantFrom("on", "off", "level"),
      which,
      isDenied: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: does("shortage"), which: some, isScarce: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: does("said"),
      what: fc.constantFrom("kill", "freeze"),
      times: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: does("write"), after: fc.nat(6), when: fc.constantFrom("before", "after") }),
  },
  { weight: 1, arbitrary: fc.record({ do: does("read") }) },
);

function does2<const T extends string>(value: T) {
  return fc.constant(value);
}

export const schedule: fc.Arbitrary<Schedule> = fc.record({
  seed: fc.nat(),
  lagMs: fc.constantFrom(0, 0, 1_500),
  lampMs: fc.constantFrom(6_000, 20_000),
  feedMs: fc.constantFrom(20_000, 700_000),
  commands: fc.array(command, { minLength: 3, maxLength: 30 }),
});

type Given = HouseOptions["things"][number];

/** Two regions, each with a feed for some lamps, one with nothing on it, a wired lamp, and one that is off. */
export function things(): HouseOptions["things"] {
  return ["eu-central-1", "us-east-1"].flatMap((region, house) => {
    const feed = (name: string, level: number): Given => ({
      id: `feed-${name}-${house}`,
      region,
      kind: feedKind,
      feed: null,
      isWired: false,
      on: true,
      level,
    });
    const lamp = (name: string, level: number, change: Partial<Given> = {}): Given => ({
      id: `lamp-${name}-${house}`,
      region,
      kind: lampKind,
      feed: `feed-a-${house}`,
      isWired: false,
      on: true,
      level,
      ...change,
    });
    const lamps = [lamp("a", 3), lamp("b", 4), lamp("c", 5), lamp("d", 6, { feed: null })];
    return [feed("a", 1), feed("b", 2), ...lamps, lamp("wired", 7, { isWired: true }), lamp("off", 8, { on: false })];
  });
}

export type Place = Pick<StoryOptions, "store" | "accountId">;

/** Tells the story to its end. @throws LawBroken */
export async function tell(schedule: Schedule, place: Place): Promise<void> {
  const story = new Story({ ...place, ...schedule, things: things(), random: randomFrom(schedule.seed) });
  for (const one of schedule.commands) {
    await happen(story, one);
    await story.kept();
  }
  await end(story, place);
}

async function happen(story: Story, one: Command): Promise<void> {
  const { house, turns, troubles } = story;
  const name = "which" in one && typeof one.which === "number" ? (things()[one.which]?.id ?? "") : "";
  switch (one.do) {
    case "start":
      return void (await start(story, one.action, idsOf(one.which), one));
    case "toggle":
      return void (await start(story, story.laws.isHeld(name) ? "resume" : "pause", [name], one));
    case "work":
      return story.work(one.turns);
    case "pass":
      return turns.pass(one.seconds * 1000);
    case "cancel":
      return story.cancel(one.operation);
    case "switch":
      return drift(story, name, { on: one.on });
    case "level":
      return drift(story, name, { level: one.level });
    case "tag":
      return house.tag(name);
    case "delete":
      return remove(story, name);
    case "kill":
      return story.kill(story.member(one.process), one.isLost);
    case "freeze":
      return story.member(one.process).process.freeze();
    case "thaw":
      return story.member(one.process).process.thaw();
    case "steal": {
      const { process } = story.member(one.process);
      process.freeze();
      await turns.pass(one.seconds * 1000);
      return process.thaw();
    }
    case "sleep":
      return story.sleep(one.seconds * 1000);
    case "clock":
      return story.skew(one.process, one.seconds * 1000);
    case "burst":
      return troubles.burst(one.way, one.on, one.times);
    case "deny":
      return troubles.deny(one.op, name, one.isDenied);
    case "shortage":
      for (const id of idsOf(one.which)) troubles.shortage(id, one.isScarce);
      return;
    case "said":
      return troubles.said(one.what, one.times);
    case "write":
      return troubles.write({ after: one.after, when: one.when });
    case "read":
      return troubles.read();
  }
}

/** Faults stop: every operation ends, everything that is held comes back, and all is as people left it. */
async function end(story: Story, { store }: Place): Promise<void> {
  const { house, laws } = story;
  story.heal();
  if (!(await story.untilOver())) throw new LawBroken("liveness", "an operation never ends");
  await story.kept();
  if (laws.openOperations().size > 0) throw new LawBroken("liveness", "an operation is over and its items are not");
  // Without its feed no lamp comes back: who switched one off switches it on again.
  for (const { id, kind, on } of house.all())
    if (kind === feedKind && !on && !laws.isHeld(id)) drift(story, id, { on: true });
  for (let round = 0; round < 3; round += 1) {
    const held = house.all().filter((thing) => laws.isHeld(thing.id) && !thing.isDeleted);
    if (held.length === 0) break;
    const ids = held.map((thing) => thing.id);
    await story.begin("resume", ids, round % 2 === 0, 0);
    if (!(await story.untilOver())) throw new LawBroken("liveness", "the last resume never ends");
  }
  await story.kept();
  for (const { id, on, level, isDeleted, moving, isWired, feed } of house.all()) {
    if (isDeleted) continue;
    if (laws.isHeld(id)) throw new LawBroken("law 2", `${id} cannot be brought back`);
    const expected = laws.expected(id);
    const wanted = isWired && feed ? { ...expected, on: house.get(feed).on } : expected;
    if (moving || on !== wanted.on || level !== wanted.level) {
      throw new LawBroken("the end", `${id} is ${JSON.stringify({ on, level })}, not ${JSON.stringify(wanted)}`);
    }
  }
  const { brokenAt } = await store.audit.verify();
  if (brokenAt !== null) throw new LawBroken("law 9", `the chain is broken at ${brokenAt}`);
}

function start(story: Story, action: "pause" | "resume", ids: readonly string[], { isFresh, delaySeconds }: Begin) {
  return story.begin(action, ids, isFresh, delaySeconds * 1000);
}

function idsOf(which: readonly number[]): readonly string[] {
  return which.flatMap((index) => things()[index]?.id ?? []);
}

function drift({ house, laws }: Story, id: string, change: Parameters<House["change"]>[1]): void {
  const thing = house.get(id);
  if (thing.isDeleted || thing.isWired) return;
  house.change(id, change);
  const { on, level } = house.get(id);
  laws.drifted(id, { on, level });
}

function remove({ house, laws }: Story, id: string): void {
  if (house.get(id).kind === feedKind) return;
  house.change(id, { isDeleted: true });
  laws.excuse(id);
}

/** Mulberry32: small, quick, and the same everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
