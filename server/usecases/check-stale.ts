import { type FieldError, RefusalError } from "../core/fault";
import { type Filterable, inScope, type Scope } from "../core/filter";
import type { ResourceRecord } from "../core/inventory";
import type { Plan, PlanContent, PlanItem, SkipCode } from "../core/plan";
import { type Candidate, judge } from "../engine/judge";
import { makePlan } from "../engine/plan";
import { candidatesFrom } from "./build-plan";
import type { Deps } from "./deps";
import { mapInTurns } from "./in-turns";

/** So many changes are told in the sentence; all of them are in the errors. */
const toldAtMost = 3;

/**
 * Law 7 before anything is sent: what was shown is what is done. Asks the inventory what it saw change since the plan
 * was made, and plans those resources again on paper; AWS is not asked.
 * @throws RefusalError plan-stale, with each change that matters
 */
export async function checkStale(deps: Deps, plan: Plan): Promise<void> {
  const candidates = await changedSince(deps, plan);
  if (candidates.length === 0) return;
  const { action, options, conflicts } = plan;
  const input = {
    action,
    candidates: candidates.filter(({ isInScope }) => isInScope),
    owned: [],
    options: options as Record<string, unknown>,
    conflicts,
    // Calls of the day count as they did when the plan was shown: what it has spent since would be another operation.
    spent: new Map(plan.items.flatMap(({ resourceId, spent }) => (spent ? [[resourceId, spent]] : []))),
    adapterFor: deps.adapterFor,
    pace: deps.doors.pace,
  };
  const judged = await mapInTurns(input.candidates, (candidate) => judge(candidate, input));
  const again = makePlan(input, judged);
  const errors = whatChanged(plan, candidates, again);
  if (errors.length === 0) return;
  const told = [...new Set(errors.map(({ detail }) => detail))].slice(0, toldAtMost);
  const more = errors.length > told.length ? ` (and ${errors.length - told.length} more)` : "";
  throw new RefusalError("plan-stale", `${told.join("; ")}${more}. Plan again`, errors);
}

export interface Changed extends Candidate {
  /** Whether the plan's scope still names it. */
  readonly isInScope: boolean;
}

async function changedSince(deps: Deps, plan: Plan): Promise<readonly Changed[]> {
  const groups = await deps.store.groups.list();
  const scope = plan.scope as Scope;
  const planned = new Set(plan.items.map((item) => item.resourceId));
  // A group that changed may have let resources in or out, or protects them now: then all are looked at.
  const isRegrouped = groups.some((group) => group.updatedAt > plan.createdAt);
  const records = isRegrouped
    ? await everyRecord(deps, (resource) => inScope(scope, resource, groups), planned)
    : await deps.store.inventory.changedSince(plan.serial);
  const touching = records.filter((record) => planned.has(record.id) || inScope(scope, record, groups));
  if (touching.length === 0) return [];
  const holds = await deps.store.holds.active(touching.map((record) => record.id));
  // What was not protected when a second person looked, or when none was asked, is not taken now.
  const isLifted = plan.includeProtected && plan.confirm.level === "approve";
  const keepers = groups.filter((group) => group.protected && !isLifted);
  const candidates = await candidatesFrom(deps, touching, holds, [], keepers);
  return candidates.map((candidate) => ({ ...candidate, isInScope: inScope(scope, candidate.record, groups) }));
}

/** What the scope names now, and what the plan names though it may have gone. */
async function everyRecord(
  { store }: Deps,
  isMeant: (resource: Filterable) => boolean,
  planned: ReadonlySet<string>,
): Promise<readonly ResourceRecord[]> {
  const known = (await store.inventory.summaries([])).filter(isMeant).map((resource) => resource.id);
  return store.inventory.byIds([...new Set([...planned, ...known])]);
}

/**
 * The changes that matter to a plan, in its own order, then what would be new in it: `again` is the plan of the
 * resources that changed, as they are now. Pure.
 */
export function whatChanged(plan: PlanContent, changed: readonly Changed[], again: PlanContent): FieldError[] {
  const candidates = new Map(changed.map((candidate) => [candidate.record.id, candidate]));
  const now = new Map(again.items.map((item) => [item.resourceId, item]));
  const left = new Map(again.skipped.map((skipped) => [skipped.resourceId, skipped]));
  const moved = plan.items.flatMap((item, index) => {
    const candidate = candidates.get(item.resourceId);
    if (!candidate) return [];
    const skipped = left.get(item.resourceId);
    const detail = skipped
      ? leftNow[skipped.code](item.name, words[plan.action].was, skipped.reason)
      : changedNow(plan, item, candidate, now.get(item.resourceId));
    return detail === null ? [] : [{ pointer: `/items/${index}`, detail }];
  });
  const known = new Set(plan.items.map((item) => item.resourceId));
  const before = new Map(plan.skipped.map((skipped) => [skipped.resourceId, skipped]));
  const added = again.items.flatMap(({ resourceId, name }) => {
    if (known.has(resourceId)) return [];
    const detail = before.has(resourceId)
      ? `${name} was left alone and would be ${words[plan.action].done} now`
      : `${name} is new in the scope`;
    return [{ pointer: "/scope", detail }];
  });
  return [...moved, ...added];
}

const words = {
  pause: { was: "was running", done: "stopped" },
  resume: { was: "was paused", done: "started" },
} as const;

/** Null: it is as the plan showed it. */
function changedNow(
  { action }: PlanContent,
  { name, seenHash, holdId }: PlanItem,
  { record, isInScope }: Changed,
  now: PlanItem | undefined,
): string | null {
  if (!isInScope) return `${name} is not in the scope any more`;
  if (now?.seenHash === seenHash) return isFreed(holdId, now) ? `${name} was held and is not any more` : null;
  const runs = record.state === "running" || record.state === "drifted";
  return action === "resume" && runs
    ? `${name} was paused and is running now`
    : `${name}: its configuration changed since`;
}

/** Its saved configuration would not be found where the plan says. */
function isFreed(holdId: string | null, now: PlanItem): boolean {
  return holdId !== null && now.holdId !== holdId;
}

/** Why a planned resource would be left alone now. */
const leftNow: Readonly<Record<SkipCode, (name: string, was: string, reason: string) => string>> = {
  alreadyPaused: (name, was) => `${name} ${was} and is paused now`,
  alreadyRunning: (name, was) => `${name} ${was} and is running now`,
  notHeld: (name) => `${name} is not held any more`,
  protected: (name, _, reason) => `${name} is protected now: ${reason}`,
  refused: (name, _, reason) => `${name} cannot be done any more: ${reason}`,
  conflict: (name, _, reason) => `${name}: ${reason}`,
  changing: (name, was, reason) => `${name} ${was} and is changing now: ${reason}`,
  owned: (name) => `${name} belongs to a group now`,
  alwaysOn: (name, _, reason) => `${name} cannot be done any more: ${reason}`,
  gone: (name) => `${name} is gone`,
  unknown: (name, _, reason) => `${name} is not known any more: ${reason}`,
};
