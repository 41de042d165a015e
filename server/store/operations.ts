import { RefusalError } from "../core/fault";
import { countItems, type ItemState, type OperationState, operationStates, type Relation } from "../core/operation";
import { type Action, laneOf } from "../core/plan";
import { totalPriceChange } from "../core/price-change";
import type { ItemRecord, OperationRecord, SpentCall } from "../engine/ports";
import type { BusyOperation, OperationHead, OperationStore } from "../usecases/ports";
import { appendAudit } from "./audit";
import { slicesOf } from "./bulk";
import { following, newestFirst, pageOf } from "./cursor";
import { type Database, isUniqueViolation, type Tx } from "./database";
import { Prisma } from "./generated/sqlite/client";
import type { EventModel, OperationItemModel, OperationModel } from "./generated/sqlite/models";
import { inTurn, overAmong } from "./holds";
import { insertItems, itemOf, outcomeOf } from "./items";

const { sql } = Prisma;

export const unfinished: OperationState[] = ["queued", "running"];

/**
 * When a slice is due that somebody asked something of: at once, by whatever clock. It stays so until it is answered or
 * claimed, so that a process that is about to give the slice back until later does not overlook it.
 */
export const rung = new Date(0);

export function operationStore(db: Database): OperationStore {
  return {
    create: async (operation, audit) => {
      try {
        await db.transact(async (tx) => {
          await tx.client.operation.create({ data: newRowOf(operation) });
          await tx.client.operationSlice.createMany({ data: newSlicesOf(operation) });
          const saved = await insertItems(tx, operation.id, operation.items);
          if (saved < operation.items.length) await refuseBusy(tx, operation);
          await refuseFreed(tx, operation);
          await appendAudit(tx, [audit]);
        });
      } catch (error) {
        if (isUniqueViolation(error)) await refuseStarted(db, operation);
        throw error;
      }
    },

    get: (id) => findOperation(db, id),

    list: async (limit, cursor) => {
      const rows = await db.client.operation.findMany({
        where: following(cursor),
        orderBy: newestFirst,
        take: limit + 1,
      });
      const { items, next } = pageOf(rows, limit);
      return { items: await headsOf(db, items), next };
    },

    state: async (id) => {
      const row = await db.client.operation.findUnique({ where: { id }, select: { state: true } });
      return operationStates.find((state) => state === row?.state) ?? null;
    },

    lastEvent: async (id) => {
      const row = await db.client.operation.findUnique({ where: { id }, select: { eventSeq: true } });
      return Number(row?.eventSeq ?? 0);
    },
    events: async (id, afterSeq, limit) => {
      const rows = await db.client.event.findMany({
        where: { operationId: id, seq: { gt: afterSeq } },
        orderBy: { seq: "asc" },
        take: limit,
      });
      return rows.map(eventOf);
    },

    requestCancel: (id, audit) =>
      db.transact(async (tx) => {
        const { count } = await tx.client.operation.updateMany({
          where: { id, state: { in: unfinished } },
          data: { cancelRequested: true },
        });
        if (count === 0) return false;
        // Slices that wait for AWS have nobody who would notice: they are due now.
        await tx.client.operationSlice.updateMany({ where: { operationId: id }, data: { wakeAt: rung } });
        await appendAudit(tx, [audit]);
        return true;
      }),

    historyOf: async (resourceId, limit) => {
      const rows = await db.client.operation.findMany({
        where: { items: { some: { resourceId } } },
        orderBy: newestFirst,
        take: limit,
      });
      return headsOf(db, rows);
    },

    item: async (operationId, resourceId) => {
      const row = await db.client.operationItem.findUnique({
        where: { operationId_resourceId: { operationId, resourceId } },
      });
      return row && itemOf(row);
    },

    spent: async (resourceIds, since) => {
      const calls: SpentCall[] = [];
      for (const some of slicesOf(resourceIds)) {
        const where = { resourceId: { in: [...some] }, at: { gt: since } };
        calls.push(
          ...(await db.client.spentCall.findMany({ where, select: { resourceId: true, op: true, at: true } })),
        );
      }
      return calls;
    },

    busy: () => busyOperations(db),

    restores: async (limit) => {
      const resumes = await db.client.operation.findMany({
        where: { action: "resume", endedAt: { not: null } },
        orderBy: newestFirst,
        take: limit,
        select: { id: true },
      });
      const of = { operationId: { in: resumes.map(({ id }) => id) } };
      const [equal, failed] = await Promise.all([
        db.client.operationItem.count({ where: { ...of, state: "done" } }),
        db.client.operationItem.findMany({ where: { ...of, state: "failed" }, select: { outcome: true } }),
      ]);
      const isDifferent = ({ outcome }: Pick<OperationItemModel, "outcome">) =>
        outcomeOf(outcome).differences.length > 0;
      return { equal, different: failed.filter(isDifferent).length };
    },
  };
}

/** Items of one page take some 20 ms to make, and then everybody else has a turn. */
const itemsPerPage = 250;

/** With all its items, or those of one slice. */
export async function findOperation({ client }: Tx, id: string, lane?: string): Promise<OperationRecord | null> {
  const row = await client.operation.findUnique({ where: { id } });
  if (!row) return null;
  const placed: { readonly position: number; readonly item: ItemRecord }[] = [];
  for (let after: string | undefined = ""; after !== undefined; ) {
    const page: OperationItemModel[] = await client.operationItem.findMany({
      where: { operationId: id, ...(lane === undefined ? {} : { lane }), resourceId: { gt: after } },
      orderBy: { resourceId: "asc" },
      take: itemsPerPage,
    });
    placed.push(...page.map((one) => ({ position: one.position, item: itemOf(one) })));
    after = page.length === itemsPerPage ? page.at(-1)?.resourceId : undefined;
  }
  placed.sort((a, b) => a.position - b.position);
  return { ...recordOf(row), items: placed.map(({ item }) => item) };
}

async function busyOperations({ client, dialect }: Tx): Promise<BusyOperation[]> {
  const operations = await client.operation.findMany({
    where: { state: { in: unfinished } },
    orderBy: newestFirst,
    select: { id: true, action: true },
  });
  const rows = await client.$queryRaw<BusyRow[]>`
    SELECT "operationId", "state",
      ${dialect.texts("resourceId", sql`"startedAt" IS NULL`)} AS "waiting",
      ${dialect.texts("resourceId", sql`"startedAt" IS NOT NULL`)} AS "started"
    FROM "OperationItem" WHERE "operationId" IN ${dialect.list(operations.map(({ id }) => id))}
    GROUP BY "operationId", "state"`;
  return operations.map(({ id, action }) => {
    const own = rows.filter((row) => row.operationId === id);
    return { id, action: action as Action, items: new Map(own.flatMap(busyItems)) };
  });
}

interface BusyRow {
  readonly operationId: string;
  readonly state: string;
  /** JSON lists of resource ids; null when there are none. */
  readonly waiting: string | null;
  readonly started: string | null;
}

function busyItems({ state, waiting, started }: BusyRow) {
  const each = (ids: string | null, isStarted: boolean) => {
    const item = { state: state as ItemState, started: isStarted };
    return (JSON.parse(ids ?? "[]") as string[]).map((id) => [id, item] as const);
  };
  return [...each(waiting, false), ...each(started, true)];
}

async function refuseBusy({ client, dialect }: Tx, operation: OperationRecord): Promise<never> {
  const ids = operation.items.map((item) => item.plan.resourceId);
  const rows = await client.$queryRaw<{ resourceId: string; number: number }[]>`
    SELECT item."resourceId", other."number"
    FROM "OperationItem" AS item JOIN "Operation" AS other ON other."id" = item."operationId"
    WHERE item."unfinishedKey" IN ${dialect.list(ids)} AND other."id" <> ${operation.id}`;
  const numbers = new Map(rows.map((row) => [row.resourceId, row.number]));
  const errors = operation.items.flatMap(({ plan }, index) => {
    const number = numbers.get(plan.resourceId);
    if (number === undefined) return [];
    const detail = `${plan.name} is in operation ${number}, which is not over yet`;
    return [{ pointer: `/items/${index}`, detail }];
  });
  const first = errors[0]?.detail ?? "A resource appears twice in the operation";
  const others = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  throw new RefusalError("conflict", `${first}${others}; wait for it or cancel it, then plan again`, errors);
}

/** Law 1: what was planned as held and is not any more would be paused with nothing saved. */
async function refuseFreed(tx: Tx, { items }: OperationRecord): Promise<void> {
  const held = items.flatMap(({ holdId }) => holdId ?? []);
  if (held.length === 0) return;
  await inTurn(tx);
  const over = await overAmong(tx, held);
  const errors = items.flatMap(({ plan, holdId }, index) => {
    const detail = `the hold of ${plan.name} is over since`;
    return over.has(holdId ?? "") ? [{ pointer: `/items/${index}`, detail }] : [];
  });
  const [first] = errors;
  if (!first) return;
  const others = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  throw new RefusalError("plan-stale", `Changed since the plan was made: ${first.detail}${others}. Plan again`, errors);
}

async function refuseStarted(db: Database, { planId }: OperationRecord): Promise<void> {
  const other = await db.client.operation.findUnique({ where: { planId }, select: { number: true } });
  if (other) throw new RefusalError("conflict", `The plan was started already: it is operation ${other.number}`);
}

/** The sums are kept with it: a list shows many operations, and reads the items of none. */
function newRowOf(operation: OperationRecord) {
  const { items, parent, ...head } = operation;
  const { hourlyNow, hourlyAfter, unpriced } = totalPriceChange(items.map(({ plan }) => plan));
  return {
    ...head,
    hourlyBefore: BigInt(hourlyNow),
    hourlyAfter: BigInt(hourlyAfter),
    unpriced,
    eventSeq: 0,
    parentId: parent?.id ?? null,
    relation: parent?.relation ?? null,
  };
}

/** One slice per account and region; an operation with nothing to do has one, so that somebody ends it. */
function newSlicesOf({ id, items }: OperationRecord) {
  const lanes = [...new Set(items.map((item) => laneOf(item.plan)))];
  return (lanes.length > 0 ? lanes : [""]).map((lane) => ({ operationId: id, lane, isOver: false, leaseEpoch: 0 }));
}

function recordOf(row: OperationModel): Omit<OperationRecord, "items"> {
  const { id, number, planId, title, actorType, actorId, actorName, cancelRequested } = row;
  const { createdAt, startsAt, startedAt, endedAt } = row;
  return {
    id,
    number,
    planId,
    title,
    action: row.action as OperationRecord["action"],
    state: row.state as OperationState,
    actorType,
    actorId,
    actorName,
    createdAt,
    startsAt,
    startedAt,
    endedAt,
    cancelRequested,
    parent: row.parentId === null ? null : { id: row.parentId, relation: row.relation as Relation },
  };
}

async function headsOf({ client }: Tx, rows: readonly OperationModel[]): Promise<OperationHead[]> {
  const groups = await client.operationItem.groupBy({
    by: ["operationId", "state"],
    where: { operationId: { in: rows.map((row) => row.id) } },
    _count: true,
  });
  return rows.map((row) => {
    const own = groups.filter((group) => group.operationId === row.id);
    const states = own.flatMap((group) => Array<ItemState>(group._count).fill(group.state as ItemState));
    return {
      ...recordOf(row),
      counts: countItems(states),
      hourlyBefore: Number(row.hourlyBefore),
      hourlyAfter: Number(row.hourlyAfter),
      unpriced: row.unpriced,
    };
  });
}

function eventOf({ operationId: _, ...row }: EventModel) {
  return { ...row, type: row.type as "item" | "state" | "call" | "done" };
}
