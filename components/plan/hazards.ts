import type { WirePlanItem } from "@/server/contract/plans";
import { hazardLevels } from "@/server/core/plan";
import { groupBy } from "./group-by";
import { joinNames, sentence } from "./names";

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

/**
 * One sentence when all say the same, or the same but for a word or two: "Its 5 and 20 units return to the pool." Else
 * each name with its own, at most three.
 */
function detailOf(found: Found): string {
  const details = [...new Set(found.map(({ hazard }) => hazard.detail))];
  if (details.length === 1) return details[0] ?? "";
  const common = commonDetail(details);
  if (common !== null) return common;
  const told = found.slice(0, 3).map(({ item, hazard }) => `${item.name}: ${hazard.detail}`);
  const rest = found.length - told.length;
  return rest > 0 ? `${told.join(" ")} ${rest} more.` : told.join(" ");
}

/** What differs may be this long: a number, a name, a pair of words. Longer, and the sentences are not the same. */
const variantWords = 3;

/** The details as one text in which only the differing words are listed; null where too little is common. */
function commonDetail(details: readonly string[]): string | null {
  const texts = details.map((detail) => detail.replace(/\.$/, "").split(" "));
  const [first = [], ...others] = texts;
  const shortest = Math.min(...texts.map((words) => words.length));
  let head = 0;
  while (head < shortest && others.every((words) => words[head] === first[head])) head += 1;
  let tail = 0;
  while (tail < shortest - head && others.every((words) => words.at(-1 - tail) === first.at(-1 - tail))) tail += 1;
  const variants = texts.map((words) => words.slice(head, words.length - tail));
  const differsLittle = variants.every((words) => words.length > 0 && words.length <= variantWords);
  if (!differsLittle || head + tail < 2 * variantWords) return null;
  const listed = joinNames(variants.map((words) => words.join(" ")));
  return sentence([...first.slice(0, head), listed, ...first.slice(first.length - tail)].join(" "));
}
