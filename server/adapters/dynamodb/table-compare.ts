import { differencesBetween } from "../../core/differences";
import type { Difference } from "../../core/operation";
import type { Observed } from "../../core/resource";
import type { Meanwhile } from "../contract";
import { capacityRestored, type Scaling, scalingDifferences, scalingMeanwhile } from "../scaling-hold";
import { isOnDemand, isSettled, type TableConfiguration, type TableDetail } from "./table-detail";

/** What of a DynamoDB table is not as it was. Pure. */

interface Saved {
  readonly configuration: TableConfiguration;
  readonly tags: Record<string, string>;
}
type Seen = Observed<TableDetail>;

/** Whether as much is provisioned as was saved, or a live policy has moved it within its limits since. */
export function isRestored(unit: string, saved: number | undefined, now: TableConfiguration): boolean {
  const units = now.capacity[unit];
  if (saved === undefined || units === undefined) return saved === units;
  return capacityRestored(saved, now.scaling[unit] ?? null, units);
}

/** After a resume, attribute by attribute: `capacity.index/by-customer/read`, `scaling.table/read.min`, `tags.Team`. */
export function notAsSaved(saved: Saved, seen: Seen): readonly Difference[] {
  const { scaling: was, ...before } = saved.configuration;
  const { scaling: now, ...after } = seen.detail.configuration;
  const capacity = restoredUnits(saved.configuration, seen.detail.configuration);
  return [
    ...differencesBetween(before, { ...after, capacity }),
    ...Object.entries(was).flatMap(([unit, one]) => scalingDifferences(`scaling.${unit}`, one, now[unit] ?? null)),
    ...differencesBetween(saved.tags, seen.tags, "tags"),
  ];
}

/** What is provisioned, with the saved number where a live policy moved it. */
function restoredUnits(was: TableConfiguration, now: TableConfiguration): Record<string, number> {
  return Object.fromEntries(
    Object.entries(now.capacity).map(([unit, units]) => {
      const saved = was.capacity[unit];
      return [unit, saved !== undefined && isRestored(unit, saved, now) ? saved : units];
    }),
  );
}

/**
 * What somebody changed while it was paused. On demand AWS reports no units, so that only indexes that came and went can
 * be told; the limits of on-demand requests are left out, because a switch may bring back those of an earlier time.
 */
export function meanwhile(saved: Saved, seen: Seen): Meanwhile<Saved> | null {
  const { configuration: was } = saved;
  const { configuration: now } = seen.detail;
  if (!isSettled(seen.detail) || now.tableId !== was.tableId) return null;
  const capacity = isOnDemand(now) ? unitsOnDemand(was, now) : restoredUnits(was, now);
  const scaled = Object.entries(was.scaling).map(([unit, one]) => {
    return { unit, ...scalingMeanwhile(`scaling.${unit}`, one, now.scaling[unit] ?? null) };
  });
  const kept = scaled.flatMap(({ unit, theirs }): [string, Scaling][] => (theirs ? [[unit, theirs]] : []));
  const theirs: Saved = {
    configuration: { ...now, mode: was.mode, maxima: was.maxima, capacity, scaling: Object.fromEntries(kept) },
    tags: { ...seen.tags },
  };
  const { scaling: _was, ...before } = was;
  const { scaling: _now, ...after } = theirs.configuration;
  const differences = [
    ...differencesBetween(before, after),
    ...scaled.flatMap((one) => one.differences),
    ...differencesBetween(saved.tags, seen.tags, "tags"),
  ];
  if (differences.length === 0) return null;
  const canSetBack = differences.every(({ path }) => canBeSet(path, was, now));
  return { differences, theirs, canSetBack };
}

function unitsOnDemand(was: TableConfiguration, now: TableConfiguration): Record<string, number> {
  return Object.fromEntries(Object.keys(now.capacity).map((unit) => [unit, was.capacity[unit] ?? 0]));
}

/** Units of what is still there, and limits of a target that is still registered. A target takes its policies along. */
function canBeSet(path: string, was: TableConfiguration, now: TableConfiguration): boolean {
  const [part = "", unit = ""] = [path.slice(0, path.indexOf(".")), path.slice(path.indexOf(".") + 1)];
  if (part === "capacity") return unit in was.capacity && unit in now.capacity;
  return part === "scaling" && !(unit in was.scaling) && !unit.endsWith(".roleArn");
}
