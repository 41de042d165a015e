import type { Difference } from "./operation";

/**
 * What is unequal between two JSON values, by path: `limits.max`, `members.i-0a1.state`. Lists are compared by
 * position, so callers sort those whose order AWS does not promise. Pure.
 */
export function differencesBetween(saved: unknown, now: unknown, path = ""): Difference[] {
  if (Object.is(saved, now)) return [];
  if (!isTree(saved) || !isTree(now) || Array.isArray(saved) !== Array.isArray(now)) {
    return [{ path, saved: textOf(saved), now: textOf(now) }];
  }
  const keys = [...new Set([...Object.keys(saved), ...Object.keys(now)])];
  return keys.flatMap((key) => differencesBetween(saved[key], now[key], path ? `${path}.${key}` : key));
}

/** "limits.max, suspended.0": the paths alone, for a sentence. */
export function pathsOf(differences: readonly Difference[]): string {
  return differences.map(({ path }) => path).join(", ");
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}
