import { createHash } from "node:crypto";
import { canonicalJson } from "../core/canonical-json";
import type { AuditEntry, AuditInput } from "./entry";

/**
 * The audit trail's chain: each row's hash covers its own content and the hash of the row before, so a row that is
 * changed, taken out or put in between breaks every hash after it. Pure.
 */

/** Where a chain stands: the last row's number and hash. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

export const chainStart: ChainHead = { seq: 0, hash: "0".repeat(64) };

/** The rows that continue the chain, each made when it is asked for. */
export function* chainOn(head: ChainHead, inputs: Iterable<AuditInput>): Generator<AuditEntry> {
  let { seq, hash } = head;
  for (const input of inputs) {
    const unhashed = { ...input, seq: seq + 1, previousHash: hash };
    const entry = { ...unhashed, hash: entryHash(unhashed) };
    yield entry;
    ({ seq, hash } = entry);
  }
}

/** The number of the first row that does not continue the chain, or null when all do. */
export function firstBroken(head: ChainHead, entries: readonly AuditEntry[]): number | null {
  let { seq, hash } = head;
  for (const entry of entries) {
    const fits = entry.seq === seq + 1 && entry.previousHash === hash && entry.hash === entryHash(entry);
    if (!fits) return entry.seq;
    ({ seq, hash } = entry);
  }
  return null;
}

/** SHA-256 of the previous hash and the row as canonical JSON, hex. */
export function entryHash(entry: Omit<AuditEntry, "hash">): string {
  const { previousHash, seq, at, actorType, actorId, actorName, action, subject, outcome, requestId, ip } = entry;
  const { before = null, after = null } = entry;
  const content = { seq, at, actorType, actorId, actorName, action, subject, before, after, outcome, requestId, ip };
  return createHash("sha256").update(previousHash).update(canonicalJson(content)).digest("hex");
}
