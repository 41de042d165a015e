import { type ItemOutcome, type ItemState, isSettled } from "../core/operation";
import { laneOf, type PlanItem } from "../core/plan";
import type { ItemRecord } from "../engine/ports";
import { insertRows, lazily, updateRows } from "./bulk";
import type { Tx } from "./database";
import type { Columns } from "./dialect";
import { Prisma } from "./generated/sqlite/client";
import type { OperationItemModel } from "./generated/sqlite/models";

const { sql } = Prisma;

/** What changes while an operation runs. The plan of an item is frozen: it is written once. */
const moving: Columns = {
  state: "text",
  checked: "boolean",
  stepIndex: "integer",
  attempts: "integer",
  startedAt: "time",
  sentAt: "time",
  settledAt: "time",
  notBefore: "time",
  deferrals: "integer",
  deferredAt: "time",
  holdId: "text",
  outcome: "text",
  unfinishedKey: "text",
};
const key: Columns = { operationId: "text", resourceId: "text" };
const frozen: Columns = { lane: "text", position: "integer", plan: "text" };

/**
 * Saves the items of a new operation. @returns how many were saved: fewer than given when a resource is in another
 * unfinished operation.
 */
export async function insertItems(tx: Tx, operationId: string, items: readonly ItemRecord[]): Promise<number> {
  const rows = lazily(items, (item, position) => ({
    ...rowOf(operationId, item),
    lane: laneOf(item.plan),
    position,
    plan: JSON.stringify(item.plan),
  }));
  const columns = { ...key, ...frozen, ...moving };
  const onConflict = sql`ON CONFLICT ("unfinishedKey") DO NOTHING`;
  return insertRows(tx, { table: "OperationItem", columns, rows, onConflict });
}

/** @throws Error when one of the items is not in the operation */
export async function updateItems(tx: Tx, operationId: string, items: readonly ItemRecord[]): Promise<void> {
  const count = await updateRows(tx, {
    table: "OperationItem",
    columns: { ...key, ...moving },
    rows: lazily(items, (item) => rowOf(operationId, item)),
    set: Object.keys(moving),
    where: sql`"OperationItem"."operationId" = "row"."operationId" AND "OperationItem"."resourceId" = "row"."resourceId"`,
  });
  if (count !== items.length)
    throw new Error(`Operation ${operationId} has ${count} of the ${items.length} items given`);
}

/** What is settled is free for the next operation, though others of this one still wait for AWS. */
function rowOf(operationId: string, { plan, outcome, ...item }: ItemRecord) {
  const unfinishedKey = isSettled(item.state) ? null : plan.resourceId;
  return { ...item, operationId, resourceId: plan.resourceId, outcome: JSON.stringify(outcome), unfinishedKey };
}

export function itemOf(row: OperationItemModel): ItemRecord {
  const { checked, stepIndex, attempts, startedAt, sentAt, settledAt, notBefore, deferrals, deferredAt, holdId } = row;
  return {
    plan: JSON.parse(row.plan) as PlanItem,
    state: row.state as ItemState,
    checked,
    stepIndex,
    attempts,
    startedAt,
    sentAt,
    settledAt,
    notBefore,
    deferrals,
    deferredAt,
    holdId,
    outcome: outcomeOf(row.outcome),
  };
}

export function outcomeOf(text: string): ItemOutcome {
  return JSON.parse(text) as ItemOutcome;
}
