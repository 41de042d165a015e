import { type Group, type Guard, guards } from "../core/account";
import { utcMinute } from "../core/day-words";
import { type Filterable, matches } from "../core/filter";
import type { ResourceSummary } from "../core/inventory";
import type { ItemState } from "../core/operation";
import type { Action } from "../core/plan";

/**
 * What the guard decides about what was paused and runs again. Pure: the same facts give the same verdict, so a tick may
 * come twice, late, or after a crash.
 *
 * A resource may be in several groups, and they may ask for different things:
 *
 * - Awake wins over all. Somebody wants to work with it now; a pause under their hands costs them more than the hours cost.
 * - Protected is never paused, whatever a group asks for: it is reported.
 * - Then enforce over honour over report. Report is what a group does that nobody decided about, so a decision of any
 *   other group stands above it. Enforce stands above honour: who asked for "stays off" pays for what runs, and whoever
 *   needs an exception has "keep awake until". In no group: reported.
 */

/** What is known of one resource that was paused, was seen paused, and runs again past Standby. */
export interface Woken {
  readonly resource: ResourceSummary;
  readonly mode: Guard;
  /** The group that says so. */
  readonly group: Group | null;
  /** Why it is never paused: a tag, or a protected group. */
  readonly protectedBy: string | null;
}

export interface Scene {
  readonly resources: readonly ResourceSummary[];
  readonly groups: readonly Group[];
  /** Resources in an operation that is not over. */
  readonly busy: ReadonlySet<string>;
  readonly now: Date;
}

/** What runs again, without what an operation is at work on and what is meant to be awake. */
export function wokenIn({ resources, groups, busy, now }: Scene): readonly Woken[] {
  const drifted = resources.filter(({ id, state, held }) => state === "drifted" && held?.verifiedAt && !busy.has(id));
  if (drifted.length === 0) return [];
  const held = new Set(resources.flatMap(({ id, held }) => (held ? [id] : [])));
  return drifted.flatMap((resource) => {
    // It is paused and resumed through its owner, so the owner alone counts.
    if (held.has(resource.ownerId ?? "")) return [];
    const mine = groups.filter(({ filter }) => matches(filter, resource));
    if (mine.some((group) => isAwake(group, now))) return [];
    const keeper = mine.find((group) => group.protected);
    const byTag = resource.protected ? "a tag of its own" : null;
    const protectedBy = byTag ?? (keeper ? `the group ${keeper.name}` : null);
    return [{ resource, ...strictest(mine), protectedBy }];
  });
}

/** The group whose guard a resource is under. */
export function guardedBy(resource: Filterable, groups: readonly Group[]): Group | null {
  return strictest(groups.filter(({ filter }) => matches(filter, resource))).group;
}

export function isAwake({ awakeUntil }: Pick<Group, "awakeUntil">, now: Date): boolean {
  return awakeUntil !== null && awakeUntil > now;
}

/** `guards` are in order, the strictest first. */
function strictest(groups: readonly Group[]): Pick<Woken, "mode" | "group"> {
  for (const mode of guards) {
    const group = groups.find((one) => one.guard === mode);
    if (group) return { mode, group };
  }
  return { mode: "report", group: null };
}

/** One earlier operation on the resource. */
export interface Past {
  readonly at: Date;
  readonly action: Action;
  readonly byGuard: boolean;
  /** A call was sent for it. */
  readonly sent: boolean;
  readonly state: ItemState;
  /** Why it did not come to its end. */
  readonly said: string;
  /** The same may succeed later without anybody doing anything. */
  readonly mayPass: boolean;
}

export interface Facts {
  /** When the guard first saw it run again. */
  readonly since: Date;
  /** Newest first. */
  readonly past: readonly Past[];
  /** enforce: why a pause would be refused · honour: what of the pause is still in effect · null: nothing */
  readonly obstacle: string | null;
  /** AWS starts the kind by itself after so many hours. */
  readonly wakesAfterHours: number | null;
}

export type Verdict =
  | { readonly does: "pause" }
  /** Its hold ends; `text` says why. */
  | { readonly does: "honour"; readonly text: string }
  | { readonly does: "report"; readonly text: string }
  /** A resume was the last that Standby did with it: it is meant to run, and that operation tells what is not right. */
  | { readonly does: "nothing" };

/** Two pauses within an hour are enough: what wakes a third time is kept awake by something that does not give up. */
const fightsAtMost = 2;
const fightMs = 60 * 60_000;
/** What AWS refused once it refuses the next minute too; permissions and settings change within days. */
const refusedMs = 24 * 60 * 60_000;

export function verdictOf(woken: Woken, facts: Facts, now: Date): Verdict {
  const { resource, mode, protectedBy } = woken;
  if (facts.past.find((one) => one.sent)?.action === "resume") return { does: "nothing" };
  const who = whoWoke(resource, facts);
  if (mode === "report") return report(`${who}.`);
  if (mode === "honour") {
    if (facts.obstacle === null) return { does: "honour", text: `${who} on ${utcMinute(facts.since)}; honoured` };
    return report(`${who}, but not wholly: ${facts.obstacle}. Start it to finish, or end its hold.`);
  }
  if (protectedBy) return report(`${who}. It is protected by ${protectedBy}, so the guard leaves it on.`);
  if (resource.ownerId) return report(`${who}. It belongs to a group of machines now: pause that one.`);
  const failure = failureOf(facts, resource, now);
  if (failure) return report(`${who}. ${failure}`);
  if (facts.obstacle) return report(`${who}. The guard cannot pause it again: ${facts.obstacle}`);
  return { does: "pause" };
}

/** Why the guard does not try again now; null: it does. */
function failureOf({ past, since }: Facts, resource: ResourceSummary, now: Date): string | null {
  const tries = past.filter((one) => one.byGuard && one.action === "pause");
  // Counted back from when it was first seen awake, so that a guard that gave up does not begin anew an hour later.
  const won = tries.filter(({ state, at }) => state === "done" && ageOf(at, since) <= fightMs);
  if (won.length >= fightsAtMost) {
    return `It woke ${won.length + 1} times within an hour: something keeps starting it, so the guard leaves it on. Stop what starts it, then pause it again.`;
  }
  const [last] = tries;
  const pausedAt = resource.held?.verifiedAt;
  // A try that came to nothing counts against this waking alone, not against one before it was paused last.
  if (!last || last.state === "done" || !pausedAt || last.at <= pausedAt) return null;
  const isRefused = last.state === "failed" && !last.mayPass && ageOf(last.at, now) < refusedMs;
  const isOften = tries.filter((one) => ageOf(one.at, now) < fightMs).length >= fightsAtMost;
  return isRefused || isOften ? `The guard could not pause it again: ${last.said}` : null;
}

function ageOf(then: Date, now: Date): number {
  return now.getTime() - then.getTime();
}

function report(text: string): Verdict {
  return { does: "report", text };
}

/** AWS counts from the stop, and the pause was seen done at most so much later. */
const stopTakesMs = 60 * 60_000;

function whoWoke({ held }: ResourceSummary, { since, wakesAfterHours }: Facts): string {
  if (wakesAfterHours !== null && held?.verifiedAt) {
    const isItsTime = ageOf(held.verifiedAt, since) >= wakesAfterHours * 3_600_000 - stopTakesMs;
    if (isItsTime) return `AWS started it by itself, as it does after ${wakesAfterHours / 24} days`;
  }
  return "Somebody else started it";
}

export interface Appeared {
  readonly resource: ResourceSummary;
  readonly group: Group;
}

/**
 * What is new inside paused groups, and runs. A group is paused where something of it is held and nothing runs that was
 * there when it was paused last. `told`: what was found new before; it stays so while the group is held, also where
 * another newcomer was paused meanwhile.
 */
export function appearedIn(scene: Scene, told: ReadonlySet<string>): readonly Appeared[] {
  const { resources, groups, busy, now } = scene;
  const pauses = pausesIn(resources);
  const first = pauses.at(-1)?.since;
  if (!first) return [];
  const excepted = groups.filter((group) => group.protected || isAwake(group, now));
  const running = resources.filter((one) => isStoppable(one) && !busy.has(one.id) && !isIn(one, excepted));
  const since = (time: Date) => running.filter(({ id, firstSeenAt }) => told.has(id) || firstSeenAt > time);
  const mayBeNew = since(first);
  const found = new Map<string, Appeared>();
  for (const group of groups.filter((one) => !excepted.includes(one) && mayBeNew.some((each) => isIn(each, [one])))) {
    const pausedAt = pauses.find(({ resource }) => matches(group.filter, resource))?.since;
    if (!pausedAt) continue;
    const isNew = new Set(since(pausedAt));
    const mine = running.filter((resource) => matches(group.filter, resource));
    if (!mine.every((resource) => isNew.has(resource))) continue;
    for (const resource of mine) if (!found.has(resource.id)) found.set(resource.id, { resource, group });
  }
  return [...found.values()];
}

/** Newest first: of 50,000, the first that a group has is found soon. */
function pausesIn(resources: readonly ResourceSummary[]) {
  const pauses = resources.flatMap((resource) => (resource.held ? [{ resource, since: resource.held.since }] : []));
  return pauses.sort((one, other) => other.since.getTime() - one.since.getTime());
}

function isIn(resource: ResourceSummary, groups: readonly Group[]): boolean {
  return groups.some(({ filter }) => matches(filter, resource));
}

/** A member comes and goes with its owner. */
function isStoppable({ state, pausable, protected: kept, holdId, ownerId }: ResourceSummary): boolean {
  return state === "running" && pausable && !kept && holdId === null && ownerId === null;
}
