import {
  type Conclusion,
  type EngineChange,
  type EngineStore,
  LeaseLostError,
  type NewEvent,
  type OperationRecord,
  type Slice,
} from "../engine/ports";
import { appendAudit } from "./audit";
import { insertRows, lazily } from "./bulk";
import type { Database, Tx } from "./database";
import type { Columns } from "./dialect";
import { changeHolds, openHolds } from "./holds";
import { updateItems } from "./items";
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
  const { client } = db;
  return {
    claimable: async (now) => {
      const rows = await client.operationSlice.findMany({
        where: { ...free(now), operation: { state: { in: unfinished }, startsAt: { lte: now } } },
        orderBy: [{ operation: { createdAt: "asc" } }, { operationId: "asc" }, { lane: "asc" }],
        select: { operationId: true, lane: true },
      });
      return rows;
    },

    claim: async (slice, owner, now, leaseMs) => {
      const [row] = await client.operationSlice.updateManyAndReturn({
        where: { ...key(slice), ...free(now) },
        data: { leaseOwner: owner, leaseUntil: later(now, leaseMs), leaseEpoch: { increment: 1 }, wakeAt: null },
        select: { leaseEpoch: true },
      });
      return row?.leaseEpoch ?? null;
    },

    renew: async (slice, epoch, now, leaseMs) => {
      const { count } = await client.operationSlice.updateMany({
        where: held(slice, epoch),
        data: { leaseUntil: later(now, leaseMs) },
      });
      return count === 1;
    },

    release: async (slice, epoch, wakeAt) => {
      const free = { leaseOwner: null, leaseUntil: null };
      const where = { ...held(slice, epoch), wakeAt: null };
      const { count } = await client.operationSlice.updateMany({ where, data: { ...free, wakeAt } });
      if (count === 0) await client.operationSlice.updateMany({ where: held(slice, epoch), data: free });
    },

    load: async ({ operationId, lane }) => {
      const operation = await findOperation(db, operationId, lane);
      if (!operation) throw new Error(`There is no operation ${operationId}`);
      return operation;
    },

    cancelRequested: async (operationId) => {
      const row = await client.operation.findUnique({ where: { id: operationId }, select: { cancelRequested: true } });
      return row?.cancelRequested ?? false;
    },

    answerRing: async (slice, epoch) => {
      const where = { ...held(slice, epoch), wakeAt: { not: null } };
      return (await client.operationSlice.updateMany({ where, data: { wakeAt: null } })).count === 1;
    },

    commit: (slice, epoch, change) => db.transact((tx) => commit(tx, { slice, epoch, change })),

    finish: (slice, epoch, conclude) => db.transact((tx) => finish(tx, { slice, epoch, conclude })),
  };
}

interface Commit {
  readonly slice: Slice;
  readonly epoch: number;
  readonly change: EngineChange;
}

async function commit(tx: Tx, { slice, epoch, change }: Commit): Promise<void> {
  const { items = [], events = [], newHolds = [], holdChanges = [], audit = [], spent = [], startedAt } = change;
  const { operationId } = slice;
  await fence(tx, slice, epoch);
  if (startedAt) {
    const data = { state: "running", startedAt };
    await tx.client.operation.updateMany({ where: { id: operationId, state: "queued" }, data });
  }
  await updateItems(tx, operationId, items);
  await appendEvents(tx, operationId, events);
  if (spent.length > 0) await tx.client.spentCall.createMany({ data: [...spent] });
  // What all operations take one after the other comes last, and with it in hand nothing waits for another slice.
  await openHolds(tx, operationId, newHolds);
  await changeHolds(tx, operationId, holdChanges);
  await appendAudit(tx, audit);
}

interface Finish {
  readonly slice: Slice;
  readonly epoch: number;
  readonly conclude: (whole: OperationRecord) => Conclusion;
}

/** Two slices that end at once wait for each other at the operation's row, so that one of them is the last. */
async function finish(tx: Tx, { slice, epoch, conclude }: Finish): Promise<boolean> {
  const { operationId } = slice;
  await fence(tx, slice, epoch);
  await tx.client.operation.update({ where: { id: operationId }, data: { eventSeq: { increment: 0 } } });
  const over = { isOver: true, leaseOwner: null, leaseUntil: null };
  await tx.client.operationSlice.updateMany({ where: held(slice, epoch), data: over });
  if ((await tx.client.operationSlice.count({ where: { operationId, isOver: false } })) > 0) return false;
  const whole = await findOperation(tx, operationId);
  if (!whole) throw new Error(`There is no operation ${operationId}`);
  const { state, endedAt, events, audit } = conclude(whole);
  await tx.client.operation.update({ where: { id: operationId }, data: { state, endedAt } });
  await tx.client.operationItem.updateMany({ where: { operationId }, data: { unfinishedKey: null } });
  await appendEvents(tx, operationId, events);
  await appendAudit(tx, audit);
  return true;
}

/** Until the commit nobody else gets past this row. @throws LeaseLostError */
async function fence({ client }: Tx, slice: Slice, epoch: number): Promise<void> {
  const { count } = await client.operationSlice.updateMany({
    where: held(slice, epoch),
    data: { leaseEpoch: { increment: 0 } },
  });
  if (count === 0) throw new LeaseLostError(slice);
}

export async function appendEvents(tx: Tx, operationId: string, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const { eventSeq } = await tx.client.operation.update({
    where: { id: operationId },
    data: { eventSeq: { increment: events.length } },
    select: { eventSeq: true },
  });
  const first = eventSeq - events.length + 1;
  const rows = lazily(events, (event, index) => ({ ...event, operationId, seq: first + index }));
  await insertRows(tx, { table: "Event", columns: eventColumns, rows });
}

/** Waiting for somebody to run it: not over, due, and its lease is free or has run out. */
function free(now: Date) {
  return {
    isOver: false,
    AND: [
      { OR: [{ leaseUntil: null }, { leaseUntil: { lte: now } }] },
      { OR: [{ wakeAt: null }, { wakeAt: { lte: now } }] },
    ],
  };
}

function key({ operationId, lane }: Slice) {
  return { operationId, lane };
}

/** Ours, by the epoch that the claim gave: a later claim has a higher one. */
function held(slice: Slice, leaseEpoch: number) {
  return { ...key(slice), leaseEpoch, leaseOwner: { not: null }, isOver: false };
}

function later(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds);
}
