import type { Tx } from "./database";
import { Prisma } from "./generated/sqlite/client";
import type { ResourceModel } from "./generated/sqlite/models";

const { sql } = Prisma;

/** A page takes some 20 ms to make, and then everybody else has a turn. */
const pageRows = 500;

/**
 * Resources that changed after a number of the inventory's counter, in the order of their changes. What changes while
 * they are read gets a higher number, so nothing is left out.
 * @param select `SELECT … FROM "Resource" …`, with its number and id
 */
export async function* changedRows<Row extends Pick<ResourceModel, "serial" | "id">>(
  { client }: Pick<Tx, "client">,
  above: number,
  select: Prisma.Sql,
): AsyncGenerator<Row> {
  const place = sql`"Resource"."serial", "Resource"."id"`;
  let last: Pick<Row, "serial" | "id"> | undefined = { serial: above + 1, id: "" };
  while (last) {
    const rows: Row[] = await client.$queryRaw<Row[]>`
      ${select} WHERE (${place}) > (${last.serial}, ${last.id}) ORDER BY ${place} LIMIT ${pageRows}`;
    yield* rows;
    last = rows.length === pageRows ? rows.at(-1) : undefined;
  }
}
