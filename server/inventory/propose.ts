import type { Tags } from "../core/resource";

/** Tag keys that people use for environments, best first. Environment names a stage, Project a product. */
const keys = ["Environment", "environment", "Env", "env", "Stage", "stage", "Project", "project"] as const;
const groupsAtMost = 12;

/**
 * Groups that a first scan proposes: one per value of the first tag key that is really in use (on a tenth of the
 * resources at least). `prod` and its like come protected: nobody chose yet, so nothing there is stopped. Pure.
 */
export function proposeGroups(resources: readonly { readonly tags: Tags }[]) {
  const key = keys.find(
    (one) => resources.filter(({ tags }) => tags[one]).length * 10 >= Math.max(1, resources.length),
  );
  if (!key) return [];
  const counts = new Map<string, number>();
  for (const { tags } of resources) {
    const value = tags[key];
    if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, groupsAtMost)
    .map(([value]) => ({ name: value, filter: { tags: [`${key}=${value}`] }, protected: looksLikeProduction(value) }));
}

/** Whole words only: "nonprod" and "producer" are not production. */
function looksLikeProduction(value: string): boolean {
  return /^(prod|production|prd|live)$/i.test(value.trim());
}
