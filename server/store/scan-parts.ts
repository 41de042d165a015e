import type { Fault } from "../core/fault";
import type { ScanPart, ScanPartStore } from "../usecases/ports";
import { insertRows } from "./bulk";
import type { Database } from "./database";
import type { Columns } from "./dialect";
import { Prisma } from "./generated/sqlite/client";
import type { ScanPartModel } from "./generated/sqlite/models";

const columns: Columns = {
  accountId: "text",
  region: "text",
  dueAt: "time",
  found: "integer",
  calls: "integer",
  failures: "integer",
  leaseEpoch: "integer",
};

export function scanPartStore(db: Database): ScanPartStore {
  const { client } = db;
  return {
    keep: (accountId, regions, now) =>
      db.transact(async (tx) => {
        await tx.client.scanPart.deleteMany({ where: { accountId, region: { notIn: [...regions] } } });
        const fresh = { accountId, dueAt: now, found: 0, calls: 0, failures: 0, leaseEpoch: 0 };
        await insertRows(tx, {
          table: "ScanPart",
          columns,
          rows: regions.map((region) => ({ ...fresh, region })),
          onConflict: Prisma.sql`ON CONFLICT ("accountId", "region") DO NOTHING`,
        });
      }),

    request: async (accountId, regions, now) => {
      const where = { accountId, ...(regions.length > 0 && { region: { in: [...regions] } }) };
      await client.scanPart.updateMany({ where, data: { requestedAt: now } });
    },

    list: async (accountIds) => {
      const rows = await client.scanPart.findMany({
        where: accountIds.length > 0 ? { accountId: { in: [...accountIds] } } : {},
        orderBy: [{ accountId: "asc" }, { region: "asc" }],
      });
      return rows.map(partOf);
    },

    claimable: async (now, limit) => {
      const rows = await client.scanPart.findMany({
        where: free(now),
        orderBy: [{ requestedAt: { sort: "asc", nulls: "last" } }, { found: "desc" }, { dueAt: "asc" }],
        take: limit,
      });
      return rows.map(partOf);
    },

    claim: async (accountId, region, owner, now, leaseMs) => {
      const [row] = await client.scanPart.updateManyAndReturn({
        where: { accountId, region, ...free(now) },
        data: {
          leaseOwner: owner,
          leaseUntil: later(now, leaseMs),
          leaseEpoch: { increment: 1 },
          requestedAt: null,
          startedAt: now,
        },
        select: { leaseEpoch: true },
      });
      return row?.leaseEpoch ?? null;
    },

    renew: async (accountId, region, epoch, now, leaseMs) => {
      const { count } = await client.scanPart.updateMany({
        where: { accountId, region, leaseEpoch: epoch, leaseOwner: { not: null } },
        data: { leaseUntil: later(now, leaseMs) },
      });
      return count === 1;
    },

    finish: async (accountId, region, epoch, { fault, ...reading }) => {
      const { count } = await client.scanPart.updateMany({
        where: { accountId, region, leaseEpoch: epoch, leaseOwner: { not: null } },
        data: { ...reading, fault: fault && JSON.stringify(fault), leaseOwner: null, leaseUntil: null },
      });
      return count === 1;
    },
  };
}

/**
 * Due, asked for, or left by a reader that died (its lease has an owner and has run out), and nobody reads it now. A
 * claim takes the wish away, so that a wish that comes while it reads is a new one.
 */
function free(now: Date): Prisma.ScanPartWhereInput {
  return {
    AND: [
      { OR: [{ dueAt: { lte: now } }, { requestedAt: { not: null } }, { leaseOwner: { not: null } }] },
      { OR: [{ leaseUntil: null }, { leaseUntil: { lte: now } }] },
    ],
  };
}

function later(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds);
}

function partOf(row: ScanPartModel): ScanPart {
  const { accountId, region, dueAt, requestedAt, startedAt, finishedAt, found, calls, failures } = row;
  const fault = row.fault === null ? null : (JSON.parse(row.fault) as Fault);
  return { accountId, region, dueAt, requestedAt, startedAt, finishedAt, found, calls, failures, fault };
}
