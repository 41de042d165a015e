import type { ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import type { ResourceRecord, ResourceSummary } from "../core/inventory";
import { holdStates } from "../core/operation";
import { resourceId } from "../core/resource";
import { verdictWords } from "../costs/idle/words";
import { observedOf } from "../inventory/record";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { wireManagers } from "./managed-by";
import type { OperationHead } from "./ports";
import { wireLine, wireResource } from "./present/resource";

type E = typeof endpoints.getResource;

/** One resource with its prices and where they are from, its relations, its hold and its history. */
export async function getResource(
  deps: Deps,
  ctx: Context,
  { params }: { params: ParamsOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("inventory:read");
  const resource = await deps.store.inventory.get(params.id);
  if (!resource) throw new RefusalError("not-found", `There is no resource ${params.id}`);
  const [accounts, groups, holds, history, relations, idle] = await Promise.all([
    deps.store.accounts.list(),
    deps.store.groups.list(),
    deps.store.holds.active([resource.id]),
    deps.store.operations.historyOf(resource.id, 10),
    relationsOf(deps, resource),
    deps.store.idleness.get(resource.id),
  ]);
  const adapter = deps.adapterFor(resource.kind);
  const [hold] = holds;
  return {
    ...wireResource(resource, accounts, groups),
    managedBy: await wireManagers(deps, resource, hold ?? null),
    detail: resource.detail,
    lines: resource.estimate.lines.map(wireLine),
    restore: adapter.restore,
    expectSeconds: expectedSeconds(deps, resource),
    wakesItselfAfterHours: adapter.timing.wakesItselfAfterHours ?? null,
    relations,
    hold: hold
      ? {
          id: hold.id,
          createdAt: hold.createdAt.toISOString(),
          verifiedAt: hold.verifiedAt?.toISOString() ?? null,
          saved: hold.saved,
        }
      : null,
    endedHold: await endedHoldOf(deps, resource),
    lastRestore: await lastRestoreOf(deps, resource, history),
    idle: idle && {
      verdict: idle.verdict.verdict,
      text: verdictWords(idle.verdict),
      readAt: idle.readAt.toISOString(),
    },
    history: history.map((operation) => ({
      operationId: operation.id,
      number: operation.number,
      action: operation.action,
      by: operation.actorName,
      at: (operation.startedAt ?? operation.createdAt).toISOString(),
      state: operation.state,
      seconds:
        operation.startedAt && operation.endedAt
          ? (operation.endedAt.getTime() - operation.startedAt.getTime()) / 1000
          : null,
    })),
  };
}

/** By the account's own clock, as a plan says it. */
function expectedSeconds({ adapterFor, doors }: Deps, { accountId, kind }: ResourceRecord) {
  const { pause, resume } = adapterFor(kind).timing.expectSeconds;
  const pace = doors.pace(accountId);
  return { pause: Math.ceil(pause * pace), resume: Math.ceil(resume * pace) };
}

/** What it needs and who owns it, and the other way round, in the order of kind and name. */
async function relationsOf(deps: Deps, resource: ResourceRecord) {
  const all = await deps.store.inventory.summaries([resource.accountId]);
  const needed = needsOf(deps, resource);
  const needing = await thoseThatNeed(deps, resource, all);
  const roleOf = (other: ResourceSummary): string | null => {
    if (other.id === resource.ownerId) return "owner";
    if (other.ownerId === resource.id) return "member";
    if (needed.has(other.id)) return "needs";
    return needing.has(other.id) ? "neededBy" : null;
  };
  return all.flatMap((other) => {
    const role = roleOf(other);
    return role === null ? [] : [{ role, id: other.id, name: other.name, kind: other.kind }];
  });
}

function needsOf({ adapterFor }: Deps, record: ResourceRecord): ReadonlySet<string> {
  const { accountId, region } = record;
  const adapter = adapterFor(record.kind);
  const seen = observedOf(adapter, record);
  const needs = seen ? adapter.relations(seen).filter(({ role }) => role === "needs") : [];
  return new Set(needs.map(({ kind, nativeId }) => resourceId({ accountId, region, kind, nativeId })));
}

/** Only a kind that says so can need another one, and only in the same region: nothing else is read for it. */
async function thoseThatNeed(deps: Deps, resource: ResourceRecord, all: readonly ResourceSummary[]) {
  const kinds = deps.adapters.filter(({ needs }) => needs?.includes(resource.kind)).map(({ kind }) => kind);
  const near = all.filter(({ kind, region }) => region === resource.region && kinds.includes(kind));
  const records = await deps.store.inventory.byIds(near.map(({ id }) => id));
  const needing = records.filter((record) => needsOf(deps, record).has(resource.id));
  return new Set(needing.map(({ id }) => id));
}

/** What was saved of it last, where somebody let it stay as it is. */
async function endedHoldOf({ store }: Deps, { id: resourceId }: ResourceRecord) {
  const { items } = await store.holds.list({ states: holdStates, resourceId }, 1);
  const [last] = items;
  if (!last?.endedAt || last.state !== "ended") return null;
  return { id: last.id, endedAt: last.endedAt.toISOString(), reason: last.endReason ?? "" };
}

/** The last restore that was read back, and whether every saved attribute was equal. */
async function lastRestoreOf(deps: Deps, resource: ResourceRecord, history: readonly OperationHead[]) {
  const last = history.find((operation) => operation.action === "resume" && operation.endedAt);
  if (!last) return null;
  const item = await deps.store.operations.item(last.id, resource.id);
  if (!item?.settledAt || (item.state !== "done" && item.outcome.differences.length === 0)) return null;
  return {
    at: item.settledAt.toISOString(),
    attributes: countLeaves(item.plan.saved),
    equal: item.state === "done",
    operationId: last.id,
  };
}

function countLeaves(value: unknown): number {
  if (value === null || typeof value !== "object") return 1;
  return Object.values(value).reduce((sum: number, member) => sum + countLeaves(member), 0);
}
