import type { Account, Group } from "../core/account";
import { FaultError, RefusalError } from "../core/fault";
import { matches, type Scope } from "../core/filter";
import type { CoverageRow, ResourceRecord } from "../core/inventory";
import type { Hold } from "../core/operation";
import type { Action, Confirmation, Plan, PlanContent } from "../core/plan";
import type { Observed } from "../core/resource";
import { hashOf } from "../engine/hash";
import { type Candidate, makePlan } from "../engine/plan";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { type Part, readPart } from "./scan-inventory";
import { type CheckedScope, checkScope, resourcesIn } from "./scope";

/** A plan that was shown is good for this long. */
const goodForMs = 15 * 60_000;

export interface PlanWish {
  readonly action: Action;
  readonly scope: Scope;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Takes a fresh look at the scope, decides, and freezes the result. Changes nothing in AWS.
 * @throws RefusalError invalid for a wrong scope or option, before any AWS call
 */
export async function buildPlan(deps: Deps, ctx: Context, wish: PlanWish): Promise<Plan> {
  const options = checkOptions(deps, wish.options);
  const checked = await checkScope(deps, wish.scope);
  const coverage = await freshLook(deps, checked, wish.action);
  const serial = await deps.store.inventory.serial();
  const all = await deps.store.inventory.all([]);
  const chosen = resourcesIn(checked, all);
  const holds = await deps.store.holds.active(chosen.map((resource) => resource.id));
  const candidates = candidatesFrom(deps, chosen, holds, coverage, checked.groups);
  const owned = all.filter((resource) => resource.ownerId !== null);
  const content = makePlan({
    action: wish.action,
    candidates,
    owned,
    options,
    adapterFor: deps.adapterFor,
    pace: deps.doors.pace,
  });
  const now = deps.clock.now();
  return deps.store.plans.save({
    ...content,
    id: deps.newId("plan"),
    hash: hashOf({ ...content }),
    title: titleOf(checked, content),
    scope: checked.scope,
    options,
    serial,
    lookedAt: new Date(Math.min(now.getTime(), ...chosen.map((resource) => resource.seenAt.getTime()))),
    createdAt: now,
    expiresAt: new Date(now.getTime() + goodForMs),
    createdBy: ctx.actor.name,
    createdById: ctx.actor.id,
    approval: null,
    confirm: confirmationFor(content, titleName(checked)),
  });
}

/** Options are checked by the adapter that they are for. @throws RefusalError invalid */
function checkOptions(deps: Deps, options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const checked: Record<string, unknown> = {};
  for (const [kind, value] of Object.entries(options)) {
    const adapter = deps.adapters.find((one) => one.kind === kind);
    if (!adapter) {
      const known = deps.adapters.map((one) => one.kind).join(", ");
      throw new RefusalError("invalid", "The options name an unknown kind", [
        { pointer: `/options/${kind}`, detail: `is not a kind; there are ${known}` },
      ]);
    }
    const parsed = adapter.options.safeParse(value);
    if (!parsed.success) {
      const errors = parsed.error.issues.map((issue) => ({
        pointer: ["/options", kind, ...issue.path].join("/"),
        detail: issue.message,
      }));
      throw new RefusalError("invalid", `The options for ${kind} are not right`, errors);
    }
    checked[kind] = parsed.data;
  }
  return checked;
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
    const known = (await deps.store.inventory.all([part.accountId])).map(({ region, kind }) => ({ region, kind }));
    const at = deps.clock.now();
    return known.map(({ region, kind }) => ({
      accountId: part.accountId,
      region,
      kind,
      status: "notRead",
      found: 0,
      fault: error.fault,
      at,
      milliseconds: 0,
    }));
  }
}

async function partsOf(
  deps: Deps,
  { scope, accounts, groups }: CheckedScope,
  action: Action,
): Promise<readonly Part[]> {
  const known = resourcesIn({ scope, accounts, groups }, await deps.store.inventory.all([]));
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

function partsFrom(resources: readonly ResourceRecord[]): readonly Part[] {
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

function candidatesFrom(
  deps: Deps,
  resources: readonly ResourceRecord[],
  holds: readonly Hold[],
  coverage: readonly CoverageRow[],
  groups: readonly Group[],
): readonly Candidate[] {
  const held = new Map(holds.map((hold) => [hold.resourceId, hold]));
  const unread = new Map(
    coverage.flatMap((row) => (row.fault ? [[`${row.accountId} ${row.region} ${row.kind}`, row.fault] as const] : [])),
  );
  return resources.map((resource) => {
    const fault = unread.get(`${resource.accountId} ${resource.region} ${resource.kind}`);
    const record: ResourceRecord = fault
      ? { ...resource, state: "unknown", saw: `Not read: ${fault.reason}`, remedy: fault.remedy }
      : resource;
    const protector = groups.find((group) => group.protected && matches(group.filter, resource));
    const byTag = resource.protected ? "a tag of its own" : null;
    return {
      record,
      seen: record.state === "gone" ? null : seenFrom(deps, record),
      hold: held.get(resource.id) ?? null,
      protectedBy: byTag ?? (protector ? `the group ${protector.name}` : null),
    };
  });
}

function seenFrom(deps: Deps, { kind, nativeId, arn, name, type, tags, detail }: ResourceRecord): Observed {
  return { nativeId, arn, name, type, tags, detail: deps.adapterFor(kind).detail.parse(detail) };
}

/**
 * How hard the confirmation is, from what the plan would do: data that can be lost asks for a word to be typed, many
 * resources for a held key, everything else for a click. Starting is never harder than a click.
 */
export function confirmationFor({ action, items }: PlanContent, name: string): Confirmation {
  if (action === "resume") return { level: "click", reason: "Starts what Standby paused" };
  const loses = items.some((item) => item.hazards.some((hazard) => hazard.level === "dataLoss"));
  if (loses) return { level: "type", reason: "Asked because data can be lost", text: name };
  const recreated = items.some((item) => item.restore === "recreated" || item.restore === "lossy");
  if (recreated || items.length > 25)
    return { level: "hold", reason: recreated ? "Not everything comes back as it was" : "Many resources stop at once" };
  return { level: "click", reason: "Everything comes back as it was" };
}

function titleOf(checked: CheckedScope, { action, items, skipped }: PlanContent): string {
  const verb = action === "pause" ? "Stop" : "Start";
  const [only] = items;
  if (items.length === 1 && skipped.length === 0 && only) return `${verb} ${only.name}`;
  return `${verb} ${titleName(checked)}`;
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
