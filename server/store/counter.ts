import type { Tx } from "./database";
import type { TransactionLock } from "./locks";

type Counter = Extract<TransactionLock, "number" | "inventory">;

/**
 * The next number of a counter: one after the other, also when many ask at once. It is locked until the transaction
 * ends, so a number that is seen is never followed by a lower one. Nobody stands in line for the row: see Dialect.lock.
 */
export async function nextNumber({ client, dialect }: Tx, name: Counter): Promise<number> {
  await dialect.lock(client, name);
  const [row] = await client.$queryRaw<{ value: number }[]>`
    INSERT INTO "Counter" ("name", "value") VALUES (${name}, 1)
    ON CONFLICT ("name") DO UPDATE SET "value" = "Counter"."value" + 1 RETURNING "value"`;
  if (!row) throw new Error("The counter gave no number");
  return Number(row.value);
}

/** The last number that it gave. */
export async function lastNumber({ client }: Pick<Tx, "client">, name: Counter): Promise<number> {
  return (await client.counter.findUnique({ where: { name } }))?.value ?? 0;
}
