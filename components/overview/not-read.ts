import type { WireOverview } from "@/server/contract/overview";

export interface NotReadReason {
  readonly reason: string;
  readonly remedy: string;
  /** How many pairs of kind and region it is about. */
  readonly reads: number;
  readonly kinds: readonly string[];
  readonly regions: readonly string[];
}

/** What a scan could not read, once for each reason, the widest first. */
export function reasonsOf(notRead: WireOverview["notRead"]): readonly NotReadReason[] {
  const byReason = new Map<string, WireOverview["notRead"][number][]>();
  for (const row of notRead) {
    const key = `${row.reason}\n${row.remedy}`;
    byReason.set(key, [...(byReason.get(key) ?? []), row]);
  }
  return [...byReason.values()]
    .map((rows) => ({
      reason: rows[0]?.reason ?? "",
      remedy: rows[0]?.remedy ?? "",
      reads: rows.length,
      kinds: [...new Set(rows.map(({ kind }) => kind))].toSorted(),
      regions: [...new Set(rows.map(({ region }) => region))].toSorted(),
    }))
    .toSorted((a, b) => b.reads - a.reads);
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function few(names: readonly string[], shown = 2): string {
  const more = names.length - shown;
  if (more > 0) return `${names.slice(0, shown).join(", ")} and ${more} more`;
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
