import type { AnyAdapter } from "../server/adapters/contract";
import type { ActDoor, ReadDoor } from "../server/aws/door";
import type { ResourceRecord } from "../server/core/inventory";
import type { Observed } from "../server/core/resource";

/**
 * An account of any size without AWS in the way: every resource of the sandbox, copied until there are enough. The real
 * adapters judge, plan and price it; reading and sending are memory, so that what is measured is Standby alone.
 */

/** Says that a copy was switched off: the details of a kind are the adapter's own, tags are everybody's. */
const offTag = "estate:off";

export interface Estate {
  readonly regions: readonly string[];
  readonly adapters: readonly AnyAdapter[];
}

export function estateOf(seeds: readonly ResourceRecord[], size: number, adapters: readonly AnyAdapter[]): Estate {
  const places = new Map<string, Map<string, Observed>>();
  for (let at = 0; at < size; at += 1) {
    const seed = seeds[at % seeds.length];
    if (!seed) throw new Error("The sandbox is empty");
    const copy = copyOf(seed, Math.floor(at / seeds.length));
    const key = placeKey(seed.region, seed.kind);
    places.set(key, (places.get(key) ?? new Map()).set(copy.nativeId, copy));
  }
  return {
    regions: [...new Set(seeds.map((seed) => seed.region))],
    adapters: adapters.map((adapter) => standIn(adapter, places)),
  };
}

function copyOf({ nativeId, arn, name, type, tags, detail }: ResourceRecord, number: number): Observed {
  const group = tags["aws:autoscaling:groupName"];
  return {
    nativeId: `${nativeId}-${number}`,
    arn: `${arn}-${number}`,
    name: `${name}-${number}`,
    type,
    tags: { ...tags, ...(group ? { "aws:autoscaling:groupName": `${group}-${number}` } : {}) },
    detail,
  };
}

function placeKey(region: string, kind: string): string {
  return `${region} ${kind}`;
}

/** Without what asks AWS beyond the lists: there is none to answer. */
function standIn(
  { ahead: _ahead, glance: _glance, ...adapter }: AnyAdapter,
  places: ReadonlyMap<string, Map<string, Observed>>,
): AnyAdapter {
  const isOff = (seen: Observed | null) => seen?.tags[offTag] !== undefined;
  const placeOf = ({ region }: ReadDoor) => places.get(placeKey(region, adapter.kind)) ?? new Map<string, Observed>();
  return {
    ...adapter,
    classify: (seen) => (isOff(seen) ? { state: "paused", saw: "off" } : adapter.classify(seen)),
    check: (_step, seen) => ({ status: isOff(seen) ? "done" : "todo", saw: isOff(seen) ? "off" : "on" }),
    verify: (_action, _saved, seen) => ({
      verdict: isOff(seen) ? "reached" : "pending",
      saw: isOff(seen) ? "off" : "on",
    }),
    async *discover(door, only) {
      const here = placeOf(door);
      if (!only) yield* here.values();
      else for (const id of only) yield* here.has(id) ? [here.get(id) as Observed] : [];
    },
    apply: async (door: ActDoor, _op, items) => {
      const here = placeOf(door);
      for (const { nativeId } of items) {
        const seen = here.get(nativeId);
        if (seen) here.set(nativeId, { ...seen, tags: { ...seen.tags, [offTag]: "" } });
      }
      return items.map(({ nativeId }) => ({ nativeId, fault: null }));
    },
  };
}
