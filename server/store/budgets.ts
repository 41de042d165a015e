import { RefusalError } from "../core/fault";
import type { BudgetStore, Firing, KeptBudget } from "../usecases/cost-ports";
import { appendAudit } from "./audit";
import { type Database, isUniqueViolation, type Tx } from "./database";
import type { BudgetFiringModel, BudgetModel } from "./generated/sqlite/models";

export function budgetStore(db: Database): BudgetStore {
  return {
    list: async () => {
      const rows = await db.client.budget.findMany();
      // Sorted here: the locale of a Postgres server would sort them its own way.
      return rows.map(budgetOf).sort((one, other) => (one.name < other.name ? -1 : 1));
    },

    get: async (id) => {
      const row = await db.client.budget.findUnique({ where: { id } });
      return row && budgetOf(row);
    },

    create: (budget, audit) =>
      refusingTakenName(budget.name, () =>
        db.transact(async (tx) => {
          const { id, revision, createdAt } = budget;
          const { name, scope, period, limit, currency, thresholds } = budget;
          const said = columnsOf({ name, scope, period, limit, currency, thresholds });
          await tx.client.budget.create({ data: { id, revision, createdAt, ...said } });
          await appendAudit(tx, [audit]);
        }),
      ),

    update: (id, change, audit) =>
      refusingTakenName(change.name ?? "", () =>
        db.transact(async (tx) => {
          const data = { ...columnsOf(change), revision: { increment: 1 } };
          const [row] = await tx.client.budget.updateManyAndReturn({ where: { id }, data });
          if (!row) return null;
          await appendAudit(tx, [audit]);
          return budgetOf(row);
        }),
      ),

    remove: (id, audit) =>
      db.transact(async (tx) => {
        await tx.client.budgetFiring.deleteMany({ where: { budgetId: id } });
        const { count } = await tx.client.budget.deleteMany({ where: { id } });
        if (count > 0) await appendAudit(tx, [audit]);
        return count > 0;
      }),

    fired: async (budgetIds) => {
      const rows = await db.client.budgetFiring.findMany({
        where: { budgetId: { in: [...budgetIds] } },
        orderBy: [{ at: "desc" }, { key: "desc" }],
      });
      return rows.map(firingOf);
    },

    fire: (firings) => (firings.length === 0 ? Promise.resolve([]) : db.transact((tx) => fireNew(tx, firings))),
  };
}

/** Of two processes the second waits for the first one's row, and then inserts none. A budget that is gone fires nothing. */
async function fireNew({ client }: Tx, firings: readonly Firing[]): Promise<readonly Firing[]> {
  const fresh: Firing[] = [];
  for (const firing of firings) {
    const { key, budgetId, at, period, on, share, limit, amount } = firing;
    const count = await client.$executeRaw`
      INSERT INTO "BudgetFiring" ("key", "budgetId", "at", "period", "on", "share", "limit", "amount")
      SELECT ${key}, "id", ${at}, ${period}, ${on}, ${share}, ${BigInt(limit)}, ${BigInt(amount)}
      FROM "Budget" WHERE "id" = ${budgetId}
      ON CONFLICT ("key") DO NOTHING`;
    if (count > 0) fresh.push(firing);
  }
  return fresh;
}

async function refusingTakenName<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new RefusalError("conflict", `There is a budget named ${name} already; choose another name`, [
      { pointer: "/name", detail: "is taken" },
    ]);
  }
}

type Said = Omit<KeptBudget, "id" | "revision" | "createdAt">;
type SaidColumns = Omit<BudgetModel, "id" | "revision" | "createdAt">;

function columnsOf(said: Said): SaidColumns;
function columnsOf(change: Partial<Said>): Partial<SaidColumns>;
function columnsOf({ scope, limit, thresholds, ...plain }: Partial<Said>): Partial<SaidColumns> {
  return {
    ...plain,
    ...(scope !== undefined && { scope: JSON.stringify(scope) }),
    ...(limit !== undefined && { limit: BigInt(limit) }),
    ...(thresholds !== undefined && { thresholds: JSON.stringify(thresholds) }),
  };
}

function budgetOf(row: BudgetModel): KeptBudget {
  return {
    ...row,
    scope: JSON.parse(row.scope) as KeptBudget["scope"],
    period: row.period as KeptBudget["period"],
    limit: Number(row.limit),
    thresholds: JSON.parse(row.thresholds) as KeptBudget["thresholds"],
  };
}

function firingOf(row: BudgetFiringModel): Firing {
  return { ...row, on: row.on as Firing["on"], limit: Number(row.limit), amount: Number(row.amount) };
}
