/**
 * What one call really changed in the sandbox's world, a line per field: `eu-central-1 instances i-1 state running →
 * stopping`. Kinds that come later are seen by themselves: a world is regions with lists of named things.
 */

/** Moves by itself, or anew at every stop and start: instants, and what AWS draws from a hat. */
const moving = /At$|^(until|serial|publicIp|revisionId|reason)$/;

export function effectsBetween(before: unknown, after: unknown): readonly string[] {
  return changes("", before, after);
}

/** The world without what moves: equal for two stories that came to the same end. */
export function settledWorld(world: unknown): unknown {
  return JSON.parse(JSON.stringify(world), (key, value: unknown) => (moving.test(key) ? undefined : value));
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
