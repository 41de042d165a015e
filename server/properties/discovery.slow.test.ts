import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SandboxFault } from "../sandbox/contract";
import type { RegionWorld, World } from "../sandbox/world";
import { accountId, regions, type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { readPart } from "../usecases/scan-inventory";

/** What is in an account is found: all of it, once, and nothing else; what could not be read is said. */

let standby: SandboxStandby;
let seeded: World;

beforeAll(async () => {
  standby = await sandboxStandby();
  seeded = (await standby.sandbox().snapshot()) as World;
});
afterAll(() => standby.close());

type Named = Readonly<Record<"id" | "name", string>>;
type Lists = Readonly<Record<string, Named[]>>;

/** Where the world keeps the resources of a kind, and what AWS calls each: read from the world itself, past every API. */
interface Place {
  readonly list: (region: RegionWorld) => Named[];
  readonly by: "id" | "name";
}
const plain = (field: "instances" | "databases" | "services" | "functions" | "alarms", by: Place["by"]): Place => ({
  by,
  list: (region) => region[field] as unknown as Named[],
});
const corner = (name: string, field: string, by: Place["by"]): Place => ({
  by,
  list: (region) => (region.corners[name] as Lists | undefined)?.[field] ?? [],
});

const places: Readonly<Record<string, Place>> = {
  "apprunner.service": corner("apprunner", "services", "id"),
  "cloudwatch.alarm": plain("alarms", "name"),
  "ec2.instance": plain("instances", "id"),
  "ecs.service": plain("services", "name"),
  "glue.crawler": corner("crawlers", "crawlers", "name"),
  "glue.trigger": corner("glue", "triggers", "name"),
  "kinesis.stream": corner("kinesis", "streams", "name"),
  "lambda.function": plain("functions", "name"),
  "lightsail.instance": corner("lightsail", "machines", "name"),
  "rds.instance": plain("databases", "id"),
  "redshift.cluster": corner("redshift", "clusters", "id"),
  "sns.topic": corner("messages", "topics", "name"),
  "sqs.queue": corner("messages", "queues", "name"),
  "transfer.server": corner("transfer", "servers", "id"),
  "workspaces.workspace": corner("workspaces", "desktops", "id"),
};
const kinds = Object.keys(places);

interface Estate {
  readonly world: World;
  readonly kinds: readonly string[];
}

/** More than one page of functions (50), services (10 a description) and alarms (100) now and then. */
const copied = ["lambda.function", "ecs.service", "cloudwatch.alarm", "ec2.instance"];

interface Wish {
  readonly kinds: readonly string[];
  readonly kept: readonly boolean[];
  readonly copies: number;
}
const wishes: fc.Arbitrary<Wish> = fc.record({
  kinds: fc.uniqueArray(fc.constantFrom(...kinds), { minLength: 1, maxLength: 5 }),
  kept: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
  copies: fc.oneof({ weight: 3, arbitrary: fc.nat(5) }, { weight: 1, arbitrary: fc.nat(130) }),
});

/** Some of what the seeded account has of some kinds, and many more of some. */
function estateOf({ kinds, kept, copies }: Wish): Estate {
  const world = structuredClone(seeded);
  for (const region of Object.values(world.regions)) {
    const members = new Set(region.groups.flatMap((group) => group.members.map(({ instanceId }) => instanceId)));
    for (const kind of kinds) {
      const list = places[kind]?.list(region) ?? [];
      // An auto-scaling group would start others in the place of its own.
      const left = list.filter(({ id }, at) => members.has(id) || kept[(at * 7 + kind.length) % kept.length]);
      const first = left.find(({ id }) => !members.has(id));
      const more = first && copied.includes(kind) ? Array.from({ length: copies }, (_, at) => copyOf(first, at)) : [];
      list.splice(0, list.length, ...left, ...more);
    }
  }
  return { world, kinds };
}

function copyOf<T extends Named>(one: T, at: number): T {
  const copy = structuredClone(one);
  const mark = String(at).padStart(4, "0");
  return {
    ...copy,
    ...(one.id && { id: `${one.id.slice(0, -4)}${mark}` }),
    ...(one.name && { name: `${one.name}-${mark}` }),
  };
}

const troubles: fc.Arbitrary<SandboxFault[]> = fc.array(
  fc.record({
    service: fc.constantFrom("*", "ec2", "rds", "ecs", "lambda", "cloudwatch", "kinesis", "sqs", "tag"),
    operation: fc.constant("*"),
    region: fc.constantFrom(...regions),
    fault: fc.constantFrom("throttle", "error500", "denied", "lost"),
    first: fc.constantFrom(1, 2, 1000),
  }),
  { maxLength: 3 },
);

/** A second later: what was seen before a scan began and not in it is gone. */
async function become({ world }: Estate): Promise<void> {
  standby.clock.advance(1_000);
  await standby.become(world);
}

/** `kind region id` of all that there is. */
function inWorld({ world, kinds }: Estate): readonly string[] {
  return Object.entries(world.regions).flatMap(([region, here]) =>
    kinds.flatMap((kind) => {
      const place = places[kind];
      return place ? place.list(here).map((one) => `${kind} ${region} ${one[place.by]}`) : [];
    }),
  );
}

/** The same of all that the inventory knows. */
async function known(kinds: readonly string[]): Promise<readonly string[]> {
  const all = await standby.store.inventory.summaries([]);
  const here = all.filter(({ kind, state }) => kinds.includes(kind) && state !== "gone");
  return here.map(({ kind, region, nativeId }) => `${kind} ${region} ${shortOf(nativeId)}`);
}

const shortOf = (nativeId: string) => (nativeId.startsWith("arn:") ? nativeId.split("/").at(-1) : nativeId);
const placeOf = (line: string) => line.split(" ").slice(0, 2).join(" ");

test("complete discovery: a scan finds everything that is there, once, and forgets what is not there any more", async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(wishes, async (wish) => {
      const estate = estateOf(wish);
      await become(estate);
      const { rows } = await readPart(standby.deps, { accountId, kinds: estate.kinds });
      expect(rows.filter(({ fault }) => fault !== null)).toEqual([]);
      const there = inWorld(estate);
      expect((await known(estate.kinds)).toSorted()).toEqual(there.toSorted());
      expect(rows.reduce((sum, row) => sum + row.found, 0)).toBe(there.length);
      found += there.length;
    }),
    { numRuns: 100 },
  );
  expect(found).toBeGreaterThan(1000);
}, 300_000);

test("complete discovery: what could not be read is said, by kind and region, and what was known of it stays", async () => {
  let unread = 0;
  await fc.assert(
    fc.asyncProperty(wishes, troubles, async (wish, faults) => {
      const estate = estateOf(wish);
      const before = await known(estate.kinds);
      await become(estate);
      standby.sandbox().setFaults(faults);
      const { rows } = await readPart(standby.deps, { accountId, kinds: estate.kinds });
      const wanted = regions.flatMap((region) => estate.kinds.map((kind) => `${kind} ${region}`));
      expect(rows.map(({ kind, region }) => `${kind} ${region}`).toSorted()).toEqual(wanted.toSorted());
      const dark = new Set<string>();
      for (const { kind, region, status, fault } of rows) {
        expect(status).toBe(fault ? "notRead" : "read");
        if (!fault) continue;
        dark.add(`${kind} ${region}`);
        expect(fault).toMatchObject({ reason: expect.stringMatching(/./), remedy: expect.stringMatching(/./) });
      }
      unread += dark.size;
      const isDark = (line: string) => dark.has(placeOf(line));
      const expected = [...inWorld(estate).filter((line) => !isDark(line)), ...before.filter(isDark)];
      expect((await known(estate.kinds)).toSorted()).toEqual(expected.toSorted());
    }),
    { numRuns: 100 },
  );
  expect(unread, "faults that hit nothing prove nothing").toBeGreaterThan(20);
}, 300_000);
