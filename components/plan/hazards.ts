import type { WirePlanItem } from "@/server/contract/plans";
import { hazardLevels } from "@/server/core/plan";
import { groupBy } from "./group-by";
import { joinNames } from "./names";

type WireHazard = WirePlanItem["hazards"][number];

/** Equal hazards of many resources, told once. */
export interface HazardGroup {
  readonly code: string;
  readonly level: WireHazard["level"];
  readonly title: string;
  readonly detail: string;
  readonly names: readonly string[];
  readonly ids: readonly string[];
}

/** The hazards of a plan merged by code, lost data first, then by how many resources they concern. */
export function hazardsOf(items: readonly WirePlanItem[]): readonly HazardGroup[] {
  const all = items.flatMap((item) => item.hazards.map((hazard) => ({ item, hazard })));
  const merged = [...groupBy(all, ({ hazard }) => hazard.code).entries()].map(([code, found]) => {
    const level = hazardLevels[Math.max(...found.map(({ hazard }) => hazardLevels.indexOf(hazard.level)))] ?? "note";
    return {
      code,
      level,
      title: titleOf(found),
      detail: detailOf(found),
      names: found.map(({ item }) => item.name),
      ids: [...new Set(found.map(({ item }) => item.resourceId))],
    };
  });
  const rank = (level: HazardGroup["level"]) => -hazardLevels.indexOf(level);
  return merged.sort((a, b) => rank(a.level) - rank(b.level) || b.ids.length - a.ids.length);
}

type Found = readonly { readonly item: WirePlanItem; readonly hazard: WireHazard }[];

/** "New public IP address: worker-1 and batch-runner". */
function titleOf(found: Found): string {
  const [first] = found;
  return `${first?.hazard.title ?? ""}: ${joinNames(found.map(({ item }) => item.name))}`;
}

/** One sentence when all say the same; else each name with its own, at most three. */
function detailOf(found: Found): string {
  const details = [...new Set(found.map(({ hazard }) => hazard.detail))];
  if (details.length === 1) return details[0] ?? "";
  const told = found.slice(0, 3).map(({ item, hazard }) => `${item.name}: ${hazard.detail}`);
  const rest = found.length - told.length;
  return rest > 0 ? `${told.join(" ")} ${rest} more.` : told.join(" ");
}
