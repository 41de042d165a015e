import type { ItemOutcome, ItemState } from "../core/operation";
import type { PlanItem } from "../core/plan";
import type { ItemRecord } from "../engine/ports";
import { insertRows, updateRows } from "./bulk";
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
  settledAt: "time",
  notBefore: "time",
  holdId: "text",
  outcome: "text",
};
const key: Columns = { operationId: "text", resourceId: "text" };
const frozen: Columns = { position: "integer", plan: "text", unfinishedKey: "text" };

/**
 * Saves the items of a new operation. @returns how many were saved: fewer than given when a resource is in another
 * unfinished operation.
 */
export async function insertItems(tx: Tx, operationId: string, items: readonly ItemRecord[]): Promise<number> {
  const rows = items.map((item, position) => ({
    ...rowOf(operationId, item),
    position,
    plan: JSON.stringify(item.plan),
    unfinishedKey: item.plan.resourceId,
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
    rows: items.map((item) => rowOf(operationId, item)),
    set: Object.keys(moving),
    where: sql`"OperationItem"."operationId" = "row"."operationId" AND "OperationItem"."resourceId" = "row"."resourceId"`,
  });
  if (count !== items.length)
    throw new Error(`Operation ${operationId} has ${count} of the ${items.length} items given`);
}

/** The operation is over: its resources are free for the next one. */
export async function freeItems({ client }: Tx, operationId: string): Promise<void> {
  await client.operationItem.updateMany({ where: { operationId }, data: { unfinishedKey: null } });
}

function rowOf(operationId: string, { plan, outcome, ...item }: ItemRecord) {
  return { ...item, operationId, resourceId: plan.resourceId, outcome: JSON.stringify(outcome) };
}

export function itemOf(row: OperationItemModel): ItemRecord {
  const { checked, stepIndex, attempts, startedAt, settledAt, notBefore, holdId } = row;
  return {
    plan: JSON.parse(row.plan) as PlanItem,
    state: row.state as ItemState,
    checked,
    stepIndex,
    attempts,
    startedAt,
    settledAt,
    notBefore,
    holdId,
    outcome: JSON.parse(row.outcome) as ItemOutcome,
  };
}
