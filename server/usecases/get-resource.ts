import type { ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import type { ResourceRecord } from "../core/inventory";
import type { PricedLine } from "../core/money";
import { resourceId } from "../core/resource";
import type { Context } from "./context";
import type { Deps } from "./deps";
import type { OperationHead } from "./ports";
import { wireMaybeMoney } from "./present/money";
import { wireResource } from "./present/resource";

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
  const [accounts, groups, holds, history, all] = await Promise.all([
    deps.store.accounts.list(),
    deps.store.groups.list(),
    deps.store.holds.active([resource.id]),
    deps.store.operations.historyOf(resource.id, 10),
    deps.store.inventory.all([resource.accountId]),
  ]);
  const adapter = deps.adapterFor(resource.kind);
  const [hold] = holds;
  return {
    ...wireResource(resource, accounts, groups),
    detail: resource.detail,
    lines: resource.estimate.lines.map(wireLine),
    restore: adapter.restore,
    expectSeconds: expectedSeconds(deps, resource),
    wakesItselfAfterHours: adapter.timing.wakesItselfAfterHours ?? null,
    relations: relationsOf(deps, resource, all),
    hold: hold
      ? {
          id: hold.id,
          createdAt: hold.createdAt.toISOString(),
          verifiedAt: hold.verifiedAt?.toISOString() ?? null,
          saved: hold.saved,
        }
      : null,
    lastRestore: await lastRestoreOf(deps, resource, history),
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

function wireLine({ label, note, quantity, unit, stopsWhenPaused, rate, hourly, source }: PricedLine) {
  return {
    label,
    note,
    quantity,
    unit,
    stopsWhenPaused,
    rate,
    hourly: wireMaybeMoney(hourly),
    source: source ? { ...source } : null,
  };
}

/** What it needs and who owns it, and the other way round. */
function relationsOf(deps: Deps, resource: ResourceRecord, all: readonly ResourceRecord[]) {
  const named = (other: ResourceRecord, role: string) => ({ role, id: other.id, name: other.name, kind: other.kind });
  return all.flatMap((other) => {
    if (other.id === resource.ownerId) return [named(other, "owner")];
    if (other.ownerId === resource.id) return [named(other, "member")];
    if (needs(deps, resource).has(other.id)) return [named(other, "needs")];
    return needs(deps, other).has(resource.id) ? [named(other, "neededBy")] : [];
  });
}

function needs(
  deps: Deps,
  { accountId, region, kind, nativeId, arn, name, type, tags, detail }: ResourceRecord,
): ReadonlySet<string> {
  const adapter = deps.adapterFor(kind);
  const relations = adapter.relations({ nativeId, arn, name, type, tags, detail: adapter.detail.parse(detail) });
  const wanted = relations.filter((relation) => relation.role === "needs");
  return new Set(
    wanted.map((relation) => resourceId({ accountId, region, kind: relation.kind, nativeId: relation.nativeId })),
  );
}

/** The last restore that was read back, and whether every saved attribute was equal. */
async function lastRestoreOf(deps: Deps, resource: ResourceRecord, history: readonly OperationHead[]) {
  const last = history.find((operation) => operation.action === "resume" && operation.endedAt);
  const operation = last && (await deps.store.operations.get(last.id));
  const item = operation?.items.find((one) => one.plan.resourceId === resource.id);
  if (!operation || !item?.settledAt || (item.state !== "done" && item.outcome.differences.length === 0)) return null;
  return {
    at: item.settledAt.toISOString(),
    attributes: countLeaves(item.plan.saved),
    equal: item.state === "done",
    operationId: operation.id,
  };
}

function countLeaves(value: unknown): number {
  if (value === null || typeof value !== "object") return 1;
  return Object.values(value).reduce((sum: number, member) => sum + countLeaves(member), 0);
}
