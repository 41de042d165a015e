import type { ShownState } from "@/components/ui/state";

/** The first digits of a hash are enough to compare two rows by eye. */
export function shortHash(hash: string): string {
  return hash === "" ? "none" : hash.slice(0, 10);
}

export function outcomeWord(outcome: string): { readonly state: ShownState; readonly word: string } {
  if (outcome === "ok") return { state: "verified", word: "Done" };
  if (outcome === "refused") return { state: "warn", word: "Refused" };
  if (outcome === "failed") return { state: "failed", word: "Failed" };
  return { state: "unknown", word: outcome };
}

/** "38 resources" for a list of ids; one id as it is. */
export function subjectText(subject: string): string {
  const ids = subject.split(",").filter((id) => id !== "");
  return ids.length > 1 ? `${ids.length} resources` : subject;
}

/**
 * The first row on the screen whose `previousHash` is not the hash of the row before it; null where all fit. Rows are
 * newest first and without gaps. (Whether each hash fits its own row, the server verifies.)
 */
export function brokenAt(
  rows: readonly { readonly seq: number; readonly hash: string; readonly previousHash: string }[],
): number | null {
  const index = rows.findIndex((row, at) => {
    const older = rows[at + 1];
    return older !== undefined && older.seq === row.seq - 1 && older.hash !== row.previousHash;
  });
  return rows[index]?.seq ?? null;
}
