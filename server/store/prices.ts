import type { Estimate } from "../core/money";
import type { EstimateRow, PriceStore } from "../costs/prices/ports";
import { insertRows } from "./bulk";
import type { Database, Tx } from "./database";
import type { Columns } from "./dialect";
import { Prisma } from "./generated/sqlite/client";

const { sql } = Prisma;

const columns: Columns = {
  table: "text",
  key: "text",
  region: "text",
  rate: "text",
  sku: "text",
  asOf: "text",
  readAt: "time",
  reason: "text",
};

const overwrite = sql`ON CONFLICT ("table", "key", "region") DO UPDATE SET
  "rate" = excluded."rate", "sku" = excluded."sku", "asOf" = excluded."asOf",
  "readAt" = excluded."readAt", "reason" = excluded."reason"`;

export function priceStore(db: Database): PriceStore {
  return {
    list: () => db.client.listPrice.findMany(),
    keep: (prices) =>
      db.transact(async (tx) => {
        const rows = prices.map((price) => ({ ...price }));
        await insertRows(tx, { table: "ListPrice", columns, rows, onConflict: overwrite });
      }),
    estimates: () => estimateRows(db),
  };
}

/** A page takes some 20 ms to make, and then everybody else has a turn. */
const pageRows = 500;

async function* estimateRows({ client }: Pick<Tx, "client">): AsyncGenerator<EstimateRow> {
  const select = { id: true, accountId: true, region: true, kind: true, estimate: true } as const;
  const isThere = { OR: [{ state: { not: "gone" } }, { holdId: { not: null } }] };
  let last: string | null = "";
  while (last !== null) {
    const where: Prisma.ResourceWhereInput = { id: { gt: last }, ...isThere };
    const rows = await client.resource.findMany({ where, select, orderBy: { id: "asc" }, take: pageRows });
    for (const { estimate, accountId, region, kind } of rows) {
      yield { accountId, region, kind, estimate: JSON.parse(estimate) as Estimate };
    }
    last = rows.length === pageRows ? (rows.at(-1)?.id ?? null) : null;
  }
}
