import { chainOn, chainStart, firstBroken } from "../audit/chain";
import type { AuditEntry, AuditInput } from "../audit/entry";
import { RefusalError } from "../core/fault";
import { type Hold, isSettled } from "../core/operation";
import { laneOf, type Plan } from "../core/plan";
import {
  type EngineStore,
  type HoldChange,
  type ItemRecord,
  LeaseLostError,
  type NewHold,
  type OperationRecord,
  type Slice,
} from "../engine/ports";
import type { Store } from "../usecases/ports";

/** The part of a store that an operation lives in. */
export interface OperationMemory {
  readonly engine: EngineStore;
  readonly plans: Pick<Store["plans"], "save">;
  readonly operations: Pick<Store["operations"], "create" | "get" | "requestCancel">;
  readonly holds: Pick<Store["holds"], "list" | "active">;
  readonly audit: Pick<Store["audit"], "list" | "verify">;
}

interface SliceRow {
  readonly lane: string;
  isOver: boolean;
  wakeAt: Date | null;
  owner: string | null;
  until: Date | null;
  epoch: number;
}

interface OperationRow {
  head: Omit<OperationRecord, "items">;
  readonly items: Map<string, ItemRecord>;
  readonly slices: Map<string, SliceRow>;
}

/**
 * That part in memory, with the promises of the databases (memory-store.test.ts compares it with SQLite): 1,000 stories
 * take as long on it as 20 on a database.
 */
export function memoryStore(): OperationMemory {
  const operations = new Map<string, OperationRow>();
  const holds: Hold[] = [];
  /** Resource to its unfinished operation. */
  const unfinished = new Map<string, string>();
  let plans = 0;
  let trail: readonly AuditEntry[] = [];

  const append = (inputs: readonly AuditInput[]) => {
    trail = [...trail, ...chainOn(trail.at(-1) ?? chainStart, inputs)];
  };
  const rowOf = (id: string): OperationRow => {
    const row = operations.get(id);
    if (!row) throw new Error(`There is no operation ${id}`);
    return row;
  };
  const recordOf = ({ head, items }: OperationRow, lane?: string): OperationRecord => {
    const own = [...items.values()].filter((item) => lane === undefined || laneOf(item.plan) === lane);
    return { ...head, items: own };
  };
  const sliceOf = ({ operationId, lane }: Slice) => operations.get(operationId)?.slices.get(lane);
  const isHeld = (slice: Slice, epoch: number) => {
    const row = sliceOf(slice);
    return row !== undefined && row.epoch === epoch && row.owner !== null && !row.isOver;
  };
  const fence = (slice: Slice, epoch: number): SliceRow => {
    const row = sliceOf(slice);
    if (!row || !isHeld(slice, epoch)) throw new LeaseLostError(slice);
    return row;
  };
  const active = (resourceId: string) => holds.find((one) => one.resourceId === resourceId && one.state === "active");

  const saveItem = (row: OperationRow, item: ItemRecord) => {
    const { resourceId } = item.plan;
    row.items.set(resourceId, item);
    if (!isSettled(item.state)) unfinished.set(resourceId, row.head.id);
    else if (unfinished.get(resourceId) === row.head.id) unfinished.delete(resourceId);
  };
  const openHold = (row: OperationRow, hold: NewHold) => {
    const unsettled = { state: "active" as const, verifiedAt: null, endedAt: null, endReason: null };
    if (!active(hold.resourceId)) holds.push({ ...hold, ...unsettled, operationId: row.head.id });
    const item = row.items.get(hold.resourceId);
    if (item) row.items.set(hold.resourceId, { ...item, holdId: active(hold.resourceId)?.id ?? null });
  };
  const changeHold = (operationId: string, { id, to, at, reason }: HoldChange) => {
    const index = holds.findIndex((one) => one.id === id && one.state === "active");
    const hold = holds[index];
    if (!hold) return;
    if (to === "unused" && (hold.operationId !== operationId || hold.verifiedAt)) return;
    const state = to === "released" ? to : "ended";
    holds[index] = to === "verified" ? { ...hold, verifiedAt: at } : { ...hold, state, endedAt: at, endReason: reason };
  };

  return {
    engine: {
      async claimable(now) {
        const rows = [...operations.values()]
          .filter(({ head }) => isOpen(head) && head.startsAt <= now)
          .sort(({ head: a }, { head: b }) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1));
        return rows.flatMap(({ head, slices }) =>
          [...slices.values()]
            .filter((slice) => isFree(slice, now))
            .sort((a, b) => (a.lane < b.lane ? -1 : 1))
            .map(({ lane }) => ({ operationId: head.id, lane })),
        );
      },
      async claim(slice, owner, now, leaseMs) {
        const row = sliceOf(slice);
        if (!row || !isFree(row, now)) return null;
        Object.assign(row, { owner, until: later(now, leaseMs), wakeAt: null, epoch: row.epoch + 1 });
        return row.epoch;
      },
      async renew(slice, epoch, now, leaseMs) {
        const row = sliceOf(slice);
        if (!row || !isHeld(slice, epoch)) return false;
        row.until = later(now, leaseMs);
        return true;
      },
      async release(slice, epoch, wakeAt) {
        const row = sliceOf(slice);
        if (row && isHeld(slice, epoch)) Object.assign(row, { owner: null, until: null, wakeAt: row.wakeAt ?? wakeAt });
      },
      async answerRing(slice, epoch) {
        const row = sliceOf(slice);
        if (!row?.wakeAt || !isHeld(slice, epoch)) return false;
        row.wakeAt = null;
        return true;
      },
      load: async ({ operationId, lane }) => recordOf(rowOf(operationId), lane),
      cancelRequested: async (id) => operations.get(id)?.head.cancelRequested ?? false,
      async commit(slice, epoch, { items = [], newHolds = [], holdChanges = [], audit = [], startedAt }) {
        fence(slice, epoch);
        const row = rowOf(slice.operationId);
        const known = items.filter((item) => row.items.has(item.plan.resourceId)).length;
        if (known !== items.length) {
          throw new Error(`Operation ${slice.operationId} has ${known} of the ${items.length} items given`);
        }
        const isTaken = ({ plan }: ItemRecord) => (unfinished.get(plan.resourceId) ?? row.head.id) !== row.head.id;
        if (items.some((item) => !isSettled(item.state) && isTaken(item))) throw new Error(unfinishedTwice);
        const opened = newHolds.filter((hold) => !active(hold.resourceId));
        const there = new Set([...holds, ...opened].map((hold) => hold.id));
        const unknown = [...new Set(holdChanges.map(({ id }) => id))].filter((id) => !there.has(id));
        if (unknown.length > 0) throw new Error(`There is no hold ${unknown.join(", ")}`);
        // From here on nothing fails: all or nothing.
        if (startedAt && row.head.state === "queued") row.head = { ...row.head, state: "running", startedAt };
        for (const item of items) saveItem(row, item);
        for (const hold of newHolds) openHold(row, hold);
        for (const change of holdChanges) changeHold(row.head.id, change);
        append(audit);
      },
      async finish(slice, epoch, conclude) {
        const row = rowOf(slice.operationId);
        const own = fence(slice, epoch);
        if ([...row.slices.values()].some((one) => one !== own && !one.isOver)) {
          Object.assign(own, { isOver: true, owner: null, until: null });
          return false;
        }
        const { state, endedAt, audit } = conclude(recordOf(row));
        Object.assign(own, { isOver: true, owner: null, until: null });
        row.head = { ...row.head, state, endedAt };
        for (const [resourceId, id] of unfinished) if (id === row.head.id) unfinished.delete(resourceId);
        append(audit);
        return true;
      },
    },
    plans: {
      async save(plan): Promise<Plan> {
        plans += 1;
        return { ...plan, number: plans };
      },
    },
    operations: {
      async create({ items, ...head }, audit) {
        const started = [...operations.values()].some((other) => other.head.planId === head.planId);
        const busy = items.find((item) => !isSettled(item.state) && unfinished.has(item.plan.resourceId));
        if (started) throw new RefusalError("conflict", "The plan was started already");
        if (busy) throw new RefusalError("conflict", `${busy.plan.name} is in an operation which is not over yet`);
        const freed = items.find(
          ({ holdId }) => holdId && !holds.some((one) => one.id === holdId && one.state === "active"),
        );
        if (freed) throw new RefusalError("plan-stale", `The hold of ${freed.plan.name} is over`);
        const lanes = items.length > 0 ? new Set(items.map((item) => laneOf(item.plan))) : [""];
        const slices = [...lanes].map((lane): [string, SliceRow] => [
          lane,
          { lane, isOver: false, wakeAt: null, owner: null, until: null, epoch: 0 },
        ]);
        const row = { head, items: new Map<string, ItemRecord>(), slices: new Map(slices) };
        operations.set(head.id, row);
        for (const item of items) saveItem(row, item);
        append([audit]);
      },
      async get(id) {
        const row = operations.get(id);
        return row ? recordOf(row) : null;
      },
      async requestCancel(id, audit) {
        const row = operations.get(id);
        if (!row || !isOpen(row.head)) return false;
        row.head = { ...row.head, cancelRequested: true };
        for (const slice of row.slices.values()) slice.wakeAt = new Date(0);
        append([audit]);
        return true;
      },
    },
    holds: {
      list: async ({ states, resourceId }, limit, cursor) => {
        const found = holds
          .filter((hold) => states.includes(hold.state) && (resourceId ?? hold.resourceId) === hold.resourceId)
          .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1));
        const from = cursor === undefined ? 0 : Number(cursor);
        const to = from + limit;
        return { items: found.slice(from, to), next: to < found.length ? String(to) : null };
      },
      active: async (resourceIds) =>
        holds
          .filter((hold) => hold.state === "active" && resourceIds.includes(hold.resourceId))
          .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1)),
    },
    audit: {
      list: async (limit) => trail.slice(-limit).reverse(),
      async verify() {
        const brokenAt = firstBroken(chainStart, trail);
        return { checked: brokenAt ?? trail.length, brokenAt };
      },
    },
  };
}

/** In SQLite's words. */
const unfinishedTwice = "UNIQUE constraint failed: OperationItem.unfinishedKey";

function isOpen({ state }: Pick<OperationRecord, "state">): boolean {
  return state === "queued" || state === "running";
}

function isFree({ isOver, until, wakeAt }: SliceRow, now: Date): boolean {
  return !isOver && (until === null || until <= now) && (wakeAt === null || wakeAt <= now);
}

function later(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds);
}
