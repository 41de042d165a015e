import type { Plan } from "../core/plan";
import type { PlanStore } from "../usecases/ports";
import { appendAudit } from "./audit";
import { nextNumber } from "./counter";
import type { Database } from "./database";
import type { PlanModel } from "./generated/sqlite/models";

/** What is opaque to queries, as one JSON text. */
type Content = Pick<
  Plan,
  "scope" | "options" | "includeProtected" | "conflicts" | "parent" | "items" | "skipped" | "totals" | "confirm"
>;

export function planStore(db: Database): PlanStore {
  return {
    save: (plan) =>
      db.transact(async (tx) => {
        const numbered = { ...plan, number: await nextNumber(tx, "number") };
        await tx.client.plan.create({ data: rowOf(numbered) });
        return numbered;
      }),

    approve: (id, { by, byId, at }, expiresAt, audit) =>
      db.transact(async (tx) => {
        const { count } = await tx.client.plan.updateMany({
          where: { id, approvedAt: null },
          data: { approvedBy: by, approvedById: byId, approvedAt: at, expiresAt },
        });
        if (count > 0) await appendAudit(tx, [audit]);
        return count > 0;
      }),

    get: async (id) => {
      const row = await db.client.plan.findUnique({ where: { id } });
      return row && planOf(row);
    },
  };
}

function rowOf(plan: Plan): PlanModel {
  const { scope, options, includeProtected, conflicts, parent, items, skipped, totals, confirm, approval, ...rest } =
    plan;
  const content: Content = { scope, options, includeProtected, conflicts, parent, items, skipped, totals, confirm };
  const { by = null, byId = null, at = null } = approval ?? {};
  return { ...rest, content: JSON.stringify(content), approvedBy: by, approvedById: byId, approvedAt: at };
}

/** What plans of older versions do not have. */
const missing: Partial<Content> = { includeProtected: false, conflicts: null, parent: null };

function planOf({ content, approvedBy, approvedById, approvedAt, ...row }: PlanModel): Plan {
  return {
    ...missing,
    ...row,
    action: row.action as Plan["action"],
    approval: approvedBy && approvedAt ? { by: approvedBy, byId: approvedById ?? "", at: approvedAt } : null,
    ...(JSON.parse(content) as Content),
  };
}
