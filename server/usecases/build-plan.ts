import type { Account, Group } from "../core/account";
import { FaultError } from "../core/fault";
import { matches, type Scope } from "../core/filter";
import type { CoverageRow, ResourceRecord, ResourceSummary } from "../core/inventory";
import type { Hold, Parent } from "../core/operation";
import type { Action, Choice, Plan, PlanContent, Spent } from "../core/plan";
import { type Candidate, judge } from "../engine/judge";
import { makePlan, type PlanInput, takenBy } from "../engine/plan";
import { observedOf } from "../inventory/record";
import { confirmationFor, weigh } from "./confirmation";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { hashInTurns, mapInTurns } from "./in-turns";
import { lookAhead } from "./look-ahead";
import { joined, managerFindings } from "./managed-by";
import { checkOptions, withGroupOptions } from "./plan-options";
import { type Part, readPart } from "./scan-inventory";
import { type CheckedScope, checkScope, resourcesIn } from "./scope";

/** A plan that was shown is good for this long. */
const goodForMs = 15 * 60_000;
const hourMs = 3_600_000;

export interface PlanWish {
  readonly action: Action;
  readonly scope: Scope;
  readonly options: Readonly<Record<string, unknown>>;
  /** Plans what a protected group keeps, too; what a tag protects stays. */
  readonly includeProtected?: boolean | undefined;
  /** Whose values a resume keeps where somebody changed them meanwhile; without, such resources are left alone. */
  readonly conflicts?: Choice | null | undefined;
  /** The operation that the plan continues, retries or undoes. */
  readonly parent?: Parent;
  /** What a person calls it, where the scope does not say. */
  readonly name?: string;
}

/**
 * Takes a fresh look at the scope, decides, and freezes the result. Changes nothing in AWS.
 * @throws RefusalError invalid for a wrong scope or option, before any AWS call
 */
export async function buildPlan(deps: Deps, ctx: Context, wish: PlanWish): Promise<Plan> {
  const checked = await checkScope(deps, wish.scope);
  const options = checkOptions(deps, withGroupOptions(checked, wish.options));
  const coverage = await freshLook(deps, checked, wish.action);
  const serial = await deps.store.inventory.serial();
  const chosen = await recordsIn(deps, checked);
  const ids = chosen.map((resource) => resource.id);
  const [holds, owned] = await Promise.all([deps.store.holds.active(ids), deps.store.inventory.membersOf(ids)]);
  const { includeProtected = false, conflicts = null, parent = null, name = titleName(checked) } = wish;
  const lifted = includeProtected ? checked.groups.filter((group) => group.protected) : [];
  const keepers = checked.groups.filter((group) => group.protected && !includeProtected);
  const candidates = await candidatesFrom(deps, chosen, holds, coverage, keepers);
  const input: PlanInput = {
    action: wish.action,
    candidates,
    owned,
    options,
    conflicts,
    spent: await spentOn(deps, chosen),
    adapterFor: deps.adapterFor,
    pace: deps.doors.pace,
  };
  const judged = await mapInTurns(candidates, (candidate) => judge(candidate, input));
  const taken = takenBy(judged);
  const [ahead, managers] = await Promise.all([
    lookAhead(deps, wish.action, taken),
    managerFindings(deps, wish.action, taken),
  ]);
  const content = makePlan({ ...input, findings: joined(ahead, managers) }, judged);
  const weighed = await weigh(deps, content, checked, { name, lifted: namesOf(lifted, content, chosen) });
  const now = deps.clock.now();
  return deps.store.plans.save({
    ...content,
    id: deps.newId("plan"),
    hash: await hashInTurns({ ...content }),
    title: titleOf(name, content),
    scope: checked.scope,
    options,
    includeProtected,
    conflicts,
    parent,
    serial,
    lookedAt: chosen.reduce((oldest, { seenAt }) => (seenAt < oldest ? seenAt : oldest), now),
    createdAt: now,
    expiresAt: new Date(now.getTime() + goodForMs),
    createdBy: ctx.actor.name,
    createdById: ctx.actor.id,
    approval: null,
    confirm: confirmationFor(weighed),
  });
}

/** What the scope names, in the order of kind and name. Only that is read as a whole. */
async function recordsIn({ store }: Deps, checked: CheckedScope): Promise<readonly ResourceRecord[]> {
  const ids = resourcesIn(checked, await store.inventory.summaries([])).map((resource) => resource.id);
  const records = new Map((await store.inventory.byIds(ids)).map((record) => [record.id, record]));
  return ids.flatMap((id) => records.get(id) ?? []);
}

/** What Standby sent to these resources lately of the calls that AWS allows only so often. */
export async function spentOn(
  { adapterFor, clock, store }: Deps,
  resources: readonly Pick<ResourceRecord, "id" | "kind">[],
): Promise<ReadonlyMap<string, Spent>> {
  const budgets = new Map(resources.map(({ id, kind }) => [id, adapterFor(kind).budgets ?? {}]));
  const limited = [...budgets].filter(([, ops]) => Object.keys(ops).length > 0).map(([id]) => id);
  if (limited.length === 0) return new Map();
  const now = clock.now().getTime();
  const longest = Math.max(
    ...[...budgets.values()].flatMap((ops) => Object.values(ops).map((budget) => budget?.hours ?? 0)),
  );
  const spent = new Map<string, Record<string, number>>();
  for (const { resourceId, op, at } of await store.operations.spent(limited, new Date(now - longest * hourMs))) {
    const budget = budgets.get(resourceId)?.[op];
    if (!budget || now - at.getTime() >= budget.hours * hourMs) continue;
    const ops = spent.get(resourceId) ?? {};
    spent.set(resourceId, { ...ops, [op]: (ops[op] ?? 0) + 1 });
  }
  return spent;
}

/** Reads again only what the scope can touch; a resume touches only what is held. */
async function freshLook(deps: Deps, checked: CheckedScope, action: Action): Promise<readonly CoverageRow[]> {
  const parts = await partsOf(deps, checked, action);
  const reads = await Promise.all(parts.map((part) => readOrSay(deps, part)));
  return reads.flat();
}

/** An account that cannot be read at all (credentials, network) makes everything known of it unknown. */
async function readOrSay(deps: Deps, part: Part): Promise<readonly CoverageRow[]> {
  try {
    return (await readPart(deps, part)).rows;
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    const { accountId } = part;
    const known = await deps.store.inventory.summaries([accountId]);
    const places = new Map(known.map(({ region, kind }) => [`${region} ${kind}`, { region, kind }]));
    const at = deps.clock.now();
    const why = { status: "notRead", found: 0, fault: error.fault, at, milliseconds: 0 } as const;
    return [...places.values()].map((place) => ({ accountId, ...place, ...why }));
  }
}

async function partsOf(
  deps: Deps,
  { scope, accounts, groups }: CheckedScope,
  action: Action,
): Promise<readonly Part[]> {
  const known = resourcesIn({ scope, accounts, groups }, await deps.store.inventory.summaries([]));
  if (action === "resume") return partsFrom(known.filter((resource) => resource.holdId !== null));
  // Named one by one and all known: only their kinds in their regions. An id never seen before asks for everything.
  const named = scope.ids?.length ?? 0;
  if (named > 0 && known.length >= named) return partsFrom(known);
  const chosen: readonly Account[] = scope.accounts?.length
    ? accounts.filter((account) => scope.accounts?.includes(account.id))
    : accounts;
  return chosen.map((account) => ({
    accountId: account.id,
    ...(scope.regions?.length ? { regions: scope.regions } : {}),
    ...(scope.kinds?.length ? { kinds: scope.kinds } : {}),
  }));
}

function partsFrom(resources: readonly ResourceSummary[]): readonly Part[] {
  const accounts = [...new Set(resources.map((resource) => resource.accountId))];
  return accounts.map((accountId) => {
    const mine = resources.filter((resource) => resource.accountId === accountId);
    return {
      accountId,
      regions: [...new Set(mine.map((one) => one.region))],
      kinds: [...new Set(mine.map((one) => one.kind))],
    };
  });
}

/** `keepers`: the groups whose resources are never paused. */
export function candidatesFrom(
  deps: Deps,
  resources: readonly ResourceRecord[],
  holds: readonly Hold[],
  coverage: readonly CoverageRow[],
  keepers: readonly Group[],
): Promise<readonly Candidate[]> {
  const held = new Map(holds.map((hold) => [hold.resourceId, hold]));
  const unread = new Map(
    coverage.flatMap((row) => (row.fault ? [[`${row.accountId} ${row.region} ${row.kind}`, row.fault] as const] : [])),
  );
  return mapInTurns(resources, (resource) => {
    const fault = unread.get(`${resource.accountId} ${resource.region} ${resource.kind}`);
    const record: ResourceRecord = fault
      ? { ...resource, state: "unknown", saw: `Not read: ${fault.reason}`, remedy: fault.remedy }
      : resource;
    const protector = keepers.find((group) => matches(group.filter, resource));
    const byTag = resource.protected ? "a tag of its own" : null;
    return {
      record,
      seen: observedOf(deps.adapterFor(record.kind), record),
      hold: held.get(resource.id) ?? null,
      protectedBy: byTag ?? (protector ? `the group ${protector.name}` : null),
    };
  });
}

/** The groups that have a resource in the plan. */
function namesOf(groups: readonly Group[], { items }: PlanContent, resources: readonly ResourceRecord[]): string[] {
  const planned = new Set(items.map((item) => item.resourceId));
  const taken = resources.filter((resource) => planned.has(resource.id));
  return groups.filter(({ filter }) => taken.some((resource) => matches(filter, resource))).map(({ name }) => name);
}

function titleOf(name: string, { action, items, skipped }: PlanContent): string {
  const verb = action === "pause" ? "Stop" : "Start";
  const [only] = items;
  if (items.length === 1 && skipped.length === 0 && only) return `${verb} ${only.name}`;
  return `${verb} ${name}`;
}

/** What a person calls the scope: its groups, its account, its tags, or a selection. */
function titleName({ scope, accounts, groups }: CheckedScope): string {
  if (scope.groups?.length)
    return scope.groups.map((name) => groups.find((group) => group.id === name)?.name ?? name).join(", ");
  if (scope.names?.length || scope.ids?.length) return "a selection";
  if (scope.tags?.length) return scope.tags.map((tag) => tag.replace(/^[^=]+=/, "")).join(", ");
  if (scope.accounts?.length)
    return scope.accounts.map((id) => accounts.find((account) => account.id === id)?.name ?? id).join(", ");
  if (scope.regions?.length || scope.kinds?.length)
    return [...(scope.kinds ?? []), ...(scope.regions ?? [])].join(", ");
  return "everything";
}
