import type { Fault } from "../core/fault";
import {
  type ClaimedPart,
  type PartKey,
  type ScanPart,
  type ScanPartStore,
  wholeAccount,
} from "../usecases/scan-ports";
import { insertRows } from "./bulk";
import type { Database, Tx } from "./database";
import type { Columns } from "./dialect";
import { Prisma } from "./generated/sqlite/client";
import type { ScanPartModel } from "./generated/sqlite/models";

const columns: Columns = {
  accountId: "text",
  region: "text",
  dueAt: "time",
  requestedAt: "time",
  found: "integer",
  calls: "integer",
  failures: "integer",
  leaseEpoch: "integer",
};

export function scanPartStore(db: Database): ScanPartStore {
  const { client } = db;
  return {
    keepAccounts: (now) =>
      db.transact(async (tx) => {
        // One statement, so that an account that is being connected does not lose the part that it was just given.
        await tx.client.$executeRaw`DELETE FROM "ScanPart" WHERE "accountId" NOT IN (SELECT "id" FROM "Account")`;
        const accounts = await tx.client.account.findMany({ select: { id: true } });
        const parts = accounts.map(({ id }) => ({ accountId: id, region: wholeAccount }));
        await addParts(tx, parts, { dueAt: now, requestedAt: null });
      }),

    keepRegions: (accountId, regions, now, requestedAt) =>
      db.transact(async (tx) => {
        const kept = [...regions];
        await tx.client.scanPart.deleteMany({ where: { accountId, region: { notIn: [wholeAccount, ...kept] } } });
        await tx.client.coverage.deleteMany({ where: { accountId, region: { notIn: kept } } });
        const parts = kept.map((region) => ({ accountId, region }));
        await addParts(tx, parts, { dueAt: now, requestedAt });
        if (!requestedAt) return;
        const unasked = { accountId, region: { in: kept }, requestedAt: null };
        await tx.client.scanPart.updateMany({ where: unasked, data: { requestedAt } });
      }),

    ask: (accountId, now) =>
      db.transact(async (tx) => {
        await addParts(tx, [{ accountId, region: wholeAccount }], { dueAt: now, requestedAt: null });
        const asked = await firstAsked(tx, accountId);
        if (asked) return asked;
        const unasked = { accountId, region: wholeAccount, requestedAt: null };
        await tx.client.scanPart.updateMany({ where: unasked, data: { requestedAt: now } });
        // On Postgres somebody may have been quicker by a moment.
        return (await firstAsked(tx, accountId)) ?? now;
      }),

    keepBilled: (parts) =>
      db.transact(async (tx) => {
        for (const { accountId, region, ...data } of parts) {
          await tx.client.scanPart.updateMany({ where: { accountId, region }, data });
        }
      }),

    list: async (accountIds) => {
      const rows = await client.scanPart.findMany({
        where: accountIds.length > 0 ? { accountId: { in: [...accountIds] } } : {},
        orderBy: [{ accountId: "asc" }, { region: "asc" }],
      });
      return rows.map(partOf);
    },

    claimable: async ({ now, limit, askedOnly }) => {
      const rows = await client.scanPart.findMany({
        where: free(now, askedOnly),
        orderBy: [
          { requestedAt: { sort: "asc", nulls: "last" } },
          { found: "desc" },
          { billedCents: "desc" },
          { dueAt: "asc" },
        ],
        take: limit,
      });
      return rows.map(partOf);
    },

    claim: async ({ accountId, region }, owner, now, leaseMs) => {
      const [row] = await client.scanPart.updateManyAndReturn({
        where: { accountId, region, ...free(now, false) },
        data: {
          leaseOwner: owner,
          leaseUntil: later(now, leaseMs),
          leaseEpoch: { increment: 1 },
          startedAt: now,
        },
      });
      return row ? { ...partOf(row), epoch: row.leaseEpoch } : null;
    },

    renew: async (part, now, leaseMs) => {
      const data = { leaseUntil: later(now, leaseMs) };
      return (await client.scanPart.updateMany({ where: held(part), data })).count === 1;
    },

    release: async (part) => {
      await client.scanPart.updateMany({ where: held(part), data: unheld });
    },

    finish: (part, { fault, ...reading }) =>
      db.transact(async (tx) => {
        const data = { ...reading, fault: fault && JSON.stringify(fault), ...unheld };
        const { count } = await tx.client.scanPart.updateMany({ where: held(part), data });
        if (count === 0) return false;
        const { accountId, region, requestedAt } = part;
        if (requestedAt) {
          await tx.client.scanPart.updateMany({
            where: { accountId, region, requestedAt },
            data: { requestedAt: null },
          });
        }
        return true;
      }),
  };
}

async function addParts(tx: Tx, parts: readonly PartKey[], when: Pick<ScanPart, "dueAt" | "requestedAt">) {
  const unread = { ...when, found: 0, calls: 0, failures: 0, leaseEpoch: 0 };
  await insertRows(tx, {
    table: "ScanPart",
    columns,
    rows: parts.map(({ accountId, region }) => ({ accountId, region, ...unread })),
    onConflict: Prisma.sql`ON CONFLICT ("accountId", "region") DO NOTHING`,
  });
}

async function firstAsked({ client }: Tx, accountId: string): Promise<Date | null> {
  const row = await client.scanPart.findFirst({
    where: { accountId, requestedAt: { not: null } },
    orderBy: { requestedAt: "asc" },
    select: { requestedAt: true },
  });
  return row?.requestedAt ?? null;
}

/** Due, asked for, or left by a reader that died (its lease has an owner and has run out), and nobody reads it now. */
function free(now: Date, askedOnly: boolean): Prisma.ScanPartWhereInput {
  const wanted = [{ requestedAt: { not: null } }, { leaseOwner: { not: null } }];
  return {
    AND: [
      { OR: askedOnly ? wanted : [{ dueAt: { lte: now } }, ...wanted] },
      { OR: [{ leaseUntil: null }, { leaseUntil: { lte: now } }] },
    ],
  };
}

/** Ours, by the epoch that the claim gave: a later claim has a higher one. */
function held({ accountId, region, epoch }: ClaimedPart) {
  return { accountId, region, leaseEpoch: epoch, leaseOwner: { not: null } };
}

const unheld = { leaseOwner: null, leaseUntil: null };

function later(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds);
}

function partOf(row: ScanPartModel): ScanPart {
  const { leaseOwner: _owner, leaseUntil: _until, leaseEpoch: _epoch, fault, ...part } = row;
  return { ...part, fault: fault === null ? null : (JSON.parse(fault) as Fault) };
}
