import type { RegionWorld, World } from "../../server/sandbox/world";

/**
 * What one call really changed in the sandbox's world, a line per field: `eu-central-1 instances i-1 state running →
 * stopping`. Kinds that come later are seen by themselves: a world is regions with lists of named things.
 */

/** Moves by itself, or anew at every stop and start: instants, and what AWS draws from a hat. */
const moving = /At$|^(at|until|serial|publicIp|revisionId|reason|token)$/;

/** A NAT gateway is made again under another id: the next of the world's, so that two regions take turns by chance. */
const natIds = /nat-[0-9a-f]{17}/g;

export function effectsBetween(before: unknown, after: unknown): readonly string[] {
  return changes("", before, after).map((line) => line.replace(natIds, "nat"));
}

/**
 * The world without what moves: equal for two stories that came to the same end. Of EKS and Batch the machines are new at
 * every start, so that only how many there are counts.
 */
export function settledWorld(world: unknown): unknown {
  const text = JSON.stringify(world, (key, value: unknown) => (moving.test(key) ? undefined : there(value)));
  const settled = JSON.parse(text.replace(natIds, "nat")) as Settled;
  return { ...settled, regions: Object.entries(settled.regions).map(([name, region]) => [name, withoutNodes(region)]) };
}

/** AWS goes on listing what was deleted for about an hour. */
function there(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.filter((member: unknown) => !isParts(member) || Reflect.get(member, "state") !== "deleted");
}

type Settled = Pick<World, "regions">;
/** On the machines and groups that EKS and Batch make: they end with a pause, and others come with a resume. */
const makers = ["eks:nodegroup-name", "AWSBatchServiceTag"];
const isMade = (tags: Readonly<Record<string, string>>) => makers.some((tag) => tag in tags);

/** A command may have made room where there is nothing. */
function isEmpty(state: object): boolean {
  return Object.values(state).every((list: unknown) => Array.isArray(list) && list.length === 0);
}

/** What is made again stands at the end of its list. */
function inOneOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOneOrder).sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
  if (!isParts(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inOneOrder(part)]));
}

function withoutNodes({ instances, volumes, groups, corners, ...rest }: RegionWorld) {
  const nodes = new Set(instances.filter(({ tags }) => isMade(tags)).map(({ id }) => id));
  return {
    ...rest,
    corners: inOneOrder(Object.fromEntries(Object.entries(corners).filter(([, state]) => !isEmpty(state)))),
    instances: instances.filter(({ id }) => !nodes.has(id)),
    volumes: volumes.filter(({ instanceId }) => !nodes.has(instanceId ?? "")),
    groups: groups.map((group) => (isMade(group.tags) ? { ...group, members: group.members.length } : group)),
  };
}

function changes(path: string, before: unknown, after: unknown): string[] {
  if (before === after) return [];
  if (!isParts(before ?? after) || !isParts(after ?? before)) return [`${path}: ${textOf(before)} → ${textOf(after)}`];
  const [old, now] = [partsOf(before), partsOf(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])].filter((name) => !moving.test(name));
  return names.flatMap((name) => changes(`${path} ${name}`.trim(), old.get(name), now.get(name)));
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}

function isParts(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** The fields of an object; the members of a list by their own name where they have one. Nothing has none. */
function partsOf(value: unknown): Map<string, unknown> {
  if (!isParts(value)) return new Map();
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  return new Map(value.map((member: unknown, index) => [nameOf(member) ?? String(index), member]));
}

const names = ["id", "name", "uuid", "resourceId", "instanceId", "qualifier", "allocationId"];

function nameOf(member: unknown): string | null {
  if (!isParts(member)) return null;
  const fields = new Map(Object.entries(member));
  const own = names.map((name) => fields.get(name)).find((name) => typeof name === "string");
  return typeof own === "string" ? own : null;
}
