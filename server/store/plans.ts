import type { Plan } from "../core/plan";
import type { PlanStore } from "../usecases/ports";
import type { Database, Tx } from "./database";
import type { PlanModel } from "./generated/sqlite/models";

/** What is opaque to queries, as one JSON text. */
type Content = Pick<Plan, "scope" | "options" | "items" | "skipped" | "totals" | "confirm">;

export function planStore(db: Database): PlanStore {
  return {
    save: (plan) =>
      db.transact(async (tx) => {
        const numbered = { ...plan, number: await nextNumber(tx) };
        await tx.client.plan.create({ data: rowOf(numbered) });
        return numbered;
      }),

    get: async (id) => {
      const row = await db.client.plan.findUnique({ where: { id } });
      return row && planOf(row);
    },
  };
}

/** The next of the numbers that plans and operations share: one after the other, also when many ask at once. */
async function nextNumber({ client }: Tx): Promise<number> {
  const [row] = await client.$queryRaw<{ value: number }[]>`
    INSERT INTO "Counter" ("name", "value") VALUES ('number', 1)
    ON CONFLICT ("name") DO UPDATE SET "value" = "Counter"."value" + 1 RETURNING "value"`;
  if (!row) throw new Error("The counter gave no number");
  return row.value;
}

function rowOf(plan: Plan): PlanModel {
  const { id, number, hash, title, action, createdAt, expiresAt, createdBy, ...rest } = plan;
  const { scope, options, items, skipped, totals, confirm } = rest;
  const content: Content = { scope, options, items, skipped, totals, confirm };
  return { id, number, hash, title, action, createdAt, expiresAt, createdBy, content: JSON.stringify(content) };
}

function planOf({ content, ...row }: PlanModel): Plan {
  return { ...row, action: row.action as Plan["action"], ...(JSON.parse(content) as Content) };
}
