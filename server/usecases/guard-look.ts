import { FaultError } from "../core/fault";
import type { ResourceSummary } from "../core/inventory";
import type { Deps } from "./deps";
import { readPart } from "./scan-inventory";

/** A region with something paused is looked at so often, and at once where something is said to run again. */
const everyMs = 5 * 60_000;
const atOnce = 4;

interface Held {
  readonly accountId: string;
  readonly region: string;
  readonly kinds: ReadonlySet<string>;
  /** When the pause that was read back first of them was. */
  readonly verifiedAt: Date;
}

/**
 * Reads the kinds again that have something paused, in the regions where a look is due or asked for.
 * @returns what was read: `lookKey` of each kind. What could not be read is left out; the scans say why.
 */
export async function guardLook(
  deps: Deps,
  resources: readonly ResourceSummary[],
  asked: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const due: Held[] = [];
  for (const held of heldIn(resources)) if (await isDue(deps, held, asked)) due.push(held);
  const read = new Set<string>();
  const readers = Array.from({ length: Math.min(atOnce, due.length) }, async () => {
    for (let held = due.shift(); held; held = due.shift()) for (const key of await readHeld(deps, held)) read.add(key);
  });
  await Promise.all(readers);
  return read;
}

export function lookKey({ accountId, region, kind }: Pick<ResourceSummary, "accountId" | "region" | "kind">): string {
  return `${accountId} ${region} ${kind}`;
}

/** Where something is paused, and was seen paused: only that can be said to run again. */
function heldIn(resources: readonly ResourceSummary[]): readonly Held[] {
  const places = new Map<string, Held & { readonly kinds: Set<string> }>();
  for (const { accountId, region, kind, held } of resources) {
    if (!held?.verifiedAt) continue;
    const key = `${accountId} ${region}`;
    const place = places.get(key);
    const kinds = (place?.kinds ?? new Set<string>()).add(kind);
    const verifiedAt = place && place.verifiedAt < held.verifiedAt ? place.verifiedAt : held.verifiedAt;
    places.set(key, { accountId, region, kinds, verifiedAt });
  }
  return [...places.values()];
}

/** Where all was read back just now, the pause itself was the look. */
async function isDue({ store, clock }: Deps, held: Held, asked: ReadonlySet<string>): Promise<boolean> {
  const { accountId, region, kinds, verifiedAt } = held;
  const now = clock.now();
  const name = `guard ${accountId} ${region}`;
  const wasJustSeen = Math.abs(now.getTime() - verifiedAt.getTime()) < everyMs;
  if (!wasJustSeen && (await store.ticks.take(name, now, everyMs))) return true;
  if (![...kinds].some((kind) => asked.has(lookKey({ accountId, region, kind })))) return false;
  await store.ticks.next(name, new Date(now.getTime() + everyMs));
  return true;
}

async function readHeld(deps: Deps, { accountId, region, kinds }: Held): Promise<readonly string[]> {
  try {
    const { rows } = await readPart(deps, { accountId, regions: [region], kinds: [...kinds] });
    return rows.filter((row) => row.fault === null).map(lookKey);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return [];
  }
}
