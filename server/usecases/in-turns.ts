import { createHash } from "node:crypto";
import { setImmediate as othersTurn } from "node:timers/promises";
import { canonicalPieces } from "../core/canonical-json";

/**
 * Long lists are worked through in parts, between which requests and other work have their turn: 50,000 in one go stop all
 * else for half a second.
 */

/** So many resources take a few milliseconds. */
const atOnce = 500;

async function eachInTurns<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  let done = 0;
  for (const item of items) {
    work(item);
    done += 1;
    if (done % atOnce === 0) await othersTurn();
  }
}

export async function mapInTurns<T, U>(items: Iterable<T>, map: (item: T) => U): Promise<readonly U[]> {
  const mapped: U[] = [];
  await eachInTurns(items, (item) => mapped.push(map(item)));
  return mapped;
}

/** What `hashOf` (engine/hash.ts) says of a record with long lists. */
export async function hashInTurns(record: Readonly<Record<string, unknown>>): Promise<string> {
  const hash = createHash("sha256");
  await eachInTurns(canonicalPieces(record), (piece) => hash.update(piece));
  return hash.digest("hex");
}
