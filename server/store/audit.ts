import { chainOn, chainStart, firstBroken } from "../audit/chain";
import type { AuditEntry, AuditInput } from "../audit/entry";
import { canonicalJson } from "../core/canonical-json";
import type { AuditStore } from "../usecases/ports";
import { insertRows, lazily } from "./bulk";
import type { Database, Tx } from "./database";
import type { Columns } from "./dialect";
import type { AuditEntryModel } from "./generated/sqlite/models";

/** Rows of one page take some 20 ms to read and to hash, and then everybody else has a turn. */
const verifyPage = 250;

const columns: Columns = {
  seq: "integer",
  at: "time",
  actorType: "text",
  actorId: "text",
  actorName: "text",
  action: "text",
  subject: "text",
  before: "text",
  after: "text",
  outcome: "text",
  requestId: "text",
  ip: "text",
  previousHash: "text",
  hash: "text",
};

export function auditStore(db: Database): AuditStore {
  return {
    append: (entry) => db.transact((tx) => appendAudit(tx, [entry])),

    list: async (limit, beforeSeq) => {
      const rows = await db.client.auditEntry.findMany({
        where: beforeSeq === undefined ? {} : { seq: { lt: beforeSeq } },
        orderBy: { seq: "desc" },
        take: limit,
      });
      return rows.map(entryOf);
    },

    verify: async () => {
      let head = chainStart;
      for (;;) {
        const rows = await db.client.auditEntry.findMany({
          where: { seq: { gt: head.seq } },
          orderBy: { seq: "asc" },
          take: verifyPage,
        });
        const entries = rows.map(entryOf);
        const brokenAt = firstBroken(head, entries);
        if (brokenAt !== null) return { checked: brokenAt, brokenAt };
        head = entries.at(-1) ?? head;
        if (rows.length < verifyPage) return { checked: head.seq, brokenAt: null };
      }
    },
  };
}

/**
 * Continues the chain inside a transaction. Call it last: from here to the commit no other transaction can append, and
 * a lock that is always taken last cannot end in a deadlock.
 */
export async function appendAudit(tx: Tx, inputs: readonly AuditInput[]): Promise<void> {
  if (inputs.length === 0) return;
  await lockAudit(tx);
  const last = await tx.client.auditEntry.findFirst({ orderBy: { seq: "desc" }, select: { seq: true, hash: true } });
  const rows = lazily(chainOn(last ?? chainStart, inputs), (entry) => ({
    ...entry,
    before: canonicalJson(entry.before),
    after: canonicalJson(entry.after),
  }));
  await insertRows(tx, { table: "AuditEntry", columns, rows });
}

/** Also serves where two transactions must not decide at once and both append: whoever holds it sees all that came before. */
export function lockAudit({ client, dialect }: Tx): Promise<void> {
  return dialect.lock(client, "audit");
}

function entryOf(row: AuditEntryModel): AuditEntry {
  return {
    ...row,
    before: JSON.parse(row.before) as unknown,
    after: JSON.parse(row.after) as unknown,
    outcome: row.outcome as AuditEntry["outcome"],
  };
}
