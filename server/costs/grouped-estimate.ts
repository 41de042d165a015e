import { groupBy } from "../core/group-by";
import type { ResourceSummary } from "../core/inventory";
import type { MicroUsd } from "../core/money";

/** What resources cost an hour now, and what they would cost if all that can be paused was. Pure. */

type Priced = Pick<
  ResourceSummary,
  "id" | "state" | "hourlyNow" | "hourlyRunning" | "hourlyPaused" | "pausable" | "protected" | "ownerId" | "held"
>;

/** A sum that remembers what went into it, and what could not. */
export interface Sum {
  readonly hourly: MicroUsd;
  readonly priced: number;
  readonly unpriced: number;
}

export interface GroupedEstimate {
  readonly resources: number;
  /** Of these, those of which all figures are known. */
  readonly priced: number;
  /** What everything costs in the state it is in: `running` and `paused` together. */
  readonly current: Sum;
  /** By all that is not paused, what has no stop too. */
  readonly running: Sum;
  /** What goes on although it is paused. */
  readonly paused: Sum;
  /** What Standby's pauses take away now. */
  readonly saved: Sum;
  /** `current` less what a pause of all that can be paused would take away. */
  readonly optimised: Sum;
}

/** Where each resource stands, decided once for all of them: owners and groups have a say in it. */
export interface Standing {
  /** A pause would take it: it runs, its adapter plans one, and nothing protects it or what it is paused through. */
  readonly canPause: ReadonlySet<string>;
  /** Standby paused it: itself, or with its owner. */
  readonly isHeld: ReadonlySet<string>;
  /** Never stopped: by a tag, by a group, or because its owner is. */
  readonly isKept: ReadonlySet<string>;
}

/** Longer chains of owners do not exist: machine, Auto Scaling group, node group. */
const ownersAtMost = 4;

/** `all` are those of the account, also what is asked for only in part: an owner may be outside of it. */
export function standingOf(all: readonly Priced[], isProtected: (resource: Priced) => boolean): Standing {
  const byId = new Map(all.map((one) => [one.id, one]));
  const kept = new Set(all.filter((one) => one.protected || isProtected(one)).map(({ id }) => id));
  const canPause = new Set<string>();
  const isHeld = new Set<string>();
  const isKept = new Set<string>();
  for (const one of all) {
    const chain = withOwners(one, byId);
    if (chain.some(({ id }) => kept.has(id))) isKept.add(one.id);
    else if (chain.every(({ pausable }) => pausable)) canPause.add(one.id);
    // A machine that still seems to run although its group is paused may be gone by now: its group has its price.
    if (one.held || isPausedIn(chain)) isHeld.add(one.id);
  }
  return { canPause, isHeld, isKept };
}

/** Standby paused it, itself or with what it is acted on through, and it was last seen off. */
export function isPausedIn([one, ...owners]: readonly Pick<Priced, "state" | "held">[]): boolean {
  return one?.state === "paused" && [one, ...owners].some(({ held }) => held !== null);
}

/** It, and what it is acted on through. */
export function withOwners<T extends Pick<Priced, "ownerId">>(resource: T, byId: ReadonlyMap<string, T>): readonly T[] {
  const chain = [resource];
  for (let { ownerId } = resource; ownerId !== null && chain.length <= ownersAtMost; ) {
    const owner = byId.get(ownerId);
    if (!owner) break;
    chain.push(owner);
    ownerId = owner.ownerId;
  }
  return chain;
}

export function estimateOf(resources: readonly Priced[], { canPause, isHeld }: Standing): GroupedEstimate {
  const [running, paused, saved, optimised] = [zero(), zero(), zero(), zero()];
  let priced = 0;
  for (const one of resources) {
    if (isPriced(one)) priced++;
    const { id, hourlyNow, state } = one;
    add(state === "paused" ? paused : running, hourlyNow);
    if (state === "paused" && isHeld.has(id)) add(saved, stopsAnHour(one));
    const stops = canPause.has(id) ? stopsAnHour(one) : 0;
    add(optimised, hourlyNow === null || stops === null ? null : hourlyNow - stops);
  }
  return { resources: resources.length, priced, current: both(running, paused), running, paused, saved, optimised };
}

/** Every resource is in exactly one part, so the parts add up to the whole. Dearest first. */
export function estimatesBy<T extends Priced>(
  resources: readonly T[],
  standing: Standing,
  keyOf: (resource: T) => string,
): readonly (GroupedEstimate & { readonly key: string })[] {
  return groupBy(
    resources.map((resource) => ({ resource, key: keyOf(resource) })),
    ({ key }) => key,
  )
    .map((mine) => ({
      key: mine[0].key,
      ...estimateOf(
        mine.map(({ resource }) => resource),
        standing,
      ),
    }))
    .sort((one, other) => other.current.hourly - one.current.hourly || (one.key < other.key ? -1 : 1));
}

/** What of it a pause stops, an hour; null where a part has no price. */
export function stopsAnHour({ hourlyRunning, hourlyPaused }: Priced): MicroUsd | null {
  return hourlyRunning === null || hourlyPaused === null ? null : hourlyRunning - hourlyPaused;
}

export function isPriced({ hourlyNow, hourlyRunning, hourlyPaused }: Priced): boolean {
  return hourlyNow !== null && hourlyRunning !== null && hourlyPaused !== null;
}

/** The same of several parts that have no resource in common. */
export function together(parts: readonly GroupedEstimate[]): GroupedEstimate {
  return parts.reduce((sum, part) => ({
    resources: sum.resources + part.resources,
    priced: sum.priced + part.priced,
    current: both(sum.current, part.current),
    running: both(sum.running, part.running),
    paused: both(sum.paused, part.paused),
    saved: both(sum.saved, part.saved),
    optimised: both(sum.optimised, part.optimised),
  }));
}

function both(one: Sum, other: Sum): Sum {
  return {
    hourly: one.hourly + other.hourly,
    priced: one.priced + other.priced,
    unpriced: one.unpriced + other.unpriced,
  };
}

type Adding = { -readonly [Part in keyof Sum]: Sum[Part] };

function zero(): Adding {
  return { hourly: 0, priced: 0, unpriced: 0 };
}

/** In place: a new object for each of 50,000 takes longer than all the rest. */
function add(sum: Adding, hourly: MicroUsd | null): void {
  if (hourly === null) sum.unpriced++;
  else {
    sum.hourly += hourly;
    sum.priced++;
  }
}

/** A figure that nothing with a price went into is not known; it is not zero. */
export function knownOf({ hourly, priced, unpriced }: Sum): MicroUsd | null {
  return priced === 0 && unpriced > 0 ? null : hourly;
}
