import type { OperationState } from "../core/operation";
import { type EngineChange, type EngineStore, LeaseLostError, type NewEvent } from "../engine/ports";
import { appendAudit } from "./audit";
import { insertRows } from "./bulk";
import type { Database, Tx } from "./database";
import type { Columns } from "./dialect";
import { changeHolds, openHolds } from "./holds";
import { freeItems, updateItems } from "./items";
import { findOperation, unfinished } from "./operations";

const eventColumns: Columns = {
  operationId: "text",
  seq: "integer",
  at: "time",
  type: "text",
  resourceId: "text",
  state: "text",
  text: "text",
};

export function engineStore(db: Database): EngineStore {
  return {
    claimable: async (now) => {
      const rows = await db.client.operation.findMany({
        where: free(now),
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
        select: { id: true },
      });
      return rows.map(({ id }) => id);
    },

    claim: async (operationId, owner, now, leaseMs) => {
      const [row] = await db.client.operation.updateManyAndReturn({
        where: { id: operationId, ...free(now) },
        data: { leaseOwner: owner, leaseUntil: later(now, leaseMs), leaseEpoch: { increment: 1 } },
        select: { leaseEpoch: true },
      });
      return row?.leaseEpoch ?? null;
    },

    renew: async (operationId, epoch, now, leaseMs) => {
      const { count } = await db.client.operation.updateMany({
        where: held(operationId, epoch),
        data: { leaseUntil: later(now, leaseMs) },
      });
      return count === 1;
    },

    release: async (operationId, epoch) => {
      await db.client.operation.updateMany({
        where: held(operationId, epoch),
        data: { leaseOwner: null, leaseUntil: null },
      });
    },

    load: async (operationId) => {
      const operation = await findOperation(db, operationId);
      if (!operation) throw new Error(`There is no operation ${operationId}`);
      return operation;
    },

    cancelRequested: async (operationId) => {
      const row = await db.client.operation.findUnique({
        where: { id: operationId },
        select: { cancelRequested: true },
      });
      return row?.cancelRequested ?? false;
    },

    commit: (operationId, epoch, change) => db.transact((tx) => commit(tx, { operationId, epoch, change })),
  };
}

interface Commit {
  readonly operationId: string;
  readonly epoch: number;
  readonly change: EngineChange;
}

async function commit(tx: Tx, { operationId, epoch, change }: Commit): Promise<void> {
  const { items = [], events = [], newHolds = [], holdChanges = [], audit = [], operation } = change;
  // The fence, the operation's new state and its event numbers in one update: until the commit nobody else gets past it.
  const [row] = await tx.client.operation.updateManyAndReturn({
    where: held(operationId, epoch),
    data: { ...operation, eventSeq: { increment: events.length } },
    select: { eventSeq: true },
  });
  if (!row) throw new LeaseLostError(operationId);

  await updateItems(tx, operationId, items);
  await openHolds(tx, operationId, newHolds);
  await changeHolds(tx, holdChanges);
  await appendEvents(tx, { operationId, afterSeq: row.eventSeq - events.length, events });
  if (operation && isOver(operation.state)) await freeItems(tx, operationId);
  await appendAudit(tx, audit);
}

interface NewEvents {
  readonly operationId: string;
  readonly afterSeq: number;
  readonly events: readonly NewEvent[];
}

async function appendEvents(tx: Tx, { operationId, afterSeq, events }: NewEvents): Promise<void> {
  const rows = events.map((event, index) => ({ ...event, operationId, seq: afterSeq + index + 1 }));
  await insertRows(tx, { table: "Event", columns: eventColumns, rows });
}

function isOver(state: OperationState): boolean {
  return !unfinished.includes(state);
}

/** Waiting for somebody to run it: not over, and its lease is free or has run out. */
function free(now: Date) {
  return { state: { in: unfinished }, OR: [{ leaseUntil: null }, { leaseUntil: { lte: now } }] };
}

/** Ours, by the epoch that the claim gave: a later claim has a higher one. */
function held(id: string, leaseEpoch: number) {
  return { id, leaseEpoch, leaseOwner: { not: null } };
}

function later(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds);
}
