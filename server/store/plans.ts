import type { Plan, PlanItem, Skipped } from "../core/plan";
import type { PlanStore } from "../usecases/ports";
import { appendAudit } from "./audit";
import { slicesOf } from "./bulk";
import { nextNumber } from "./counter";
import type { Database } from "./database";
import type { PlanModel, PlanPartModel } from "./generated/sqlite/models";

/** What is opaque to queries, as one JSON text. */
type Content = Pick<Plan, "scope" | "options" | "includeProtected" | "conflicts" | "parent" | "totals" | "confirm">;

/** What grows with the estate, in parts of a JSON text each. */
type Lists = Pick<Plan, "items" | "skipped">;

/** So many resources of a plan are about 250 KB. */
const perPart = 250;
/** So many parts are read at once. */
const partsAtOnce = 4;

export function planStore(db: Database): PlanStore {
  return {
    save: (plan) =>
      db.transact(async (tx) => {
        const numbered = { ...plan, number: await nextNumber(tx, "number") };
        await tx.client.plan.create({ data: rowOf(numbered) });
        for (const part of partsOf(numbered)) await tx.client.planPart.create({ data: part });
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
      return row && planOf(row, await readParts(db, id));
    },
  };
}

function rowOf(plan: Plan): PlanModel {
  const { scope, options, includeProtected, conflicts, parent, totals, confirm, ...rest } = plan;
  const { items: _, skipped: __, approval, ...columns } = rest;
  const content: Content = { scope, options, includeProtected, conflicts, parent, totals, confirm };
  const { by = null, byId = null, at = null } = approval ?? {};
  return { ...columns, content: JSON.stringify(content), approvedBy: by, approvedById: byId, approvedAt: at };
}

/** Made as they are written, one after the other: between two, others have their turn. */
function* partsOf({ id, items, skipped }: Plan): Generator<PlanPartModel> {
  let number = 0;
  const part = (some: Partial<Lists>): PlanPartModel => ({
    planId: id,
    number: number++,
    content: JSON.stringify(some),
  });
  for (const some of slicesOf(items, perPart)) yield part({ items: some });
  for (const some of slicesOf(skipped, perPart)) yield part({ skipped: some });
}

async function readParts({ client }: Database, planId: string): Promise<Lists> {
  const items: PlanItem[] = [];
  const skipped: Skipped[] = [];
  for (let from = 0; ; from += partsAtOnce) {
    const number = { gte: from, lt: from + partsAtOnce };
    const parts = await client.planPart.findMany({ where: { planId, number }, orderBy: { number: "asc" } });
    for (const { content } of parts) {
      const part = JSON.parse(content) as Partial<Lists>;
      items.push(...(part.items ?? []));
      skipped.push(...(part.skipped ?? []));
    }
    if (parts.length < partsAtOnce) return { items, skipped };
  }
}

/** What plans of older versions do not have. */
const missing: Partial<Content> = { includeProtected: false, conflicts: null, parent: null };

/** Plans of older versions have their lists in `content`, and no parts. */
function planOf({ content, approvedBy, approvedById, approvedAt, ...row }: PlanModel, lists: Lists): Plan {
  return {
    ...missing,
    ...lists,
    ...row,
    action: row.action as Plan["action"],
    approval: approvedBy && approvedAt ? { by: approvedBy, byId: approvedById ?? "", at: approvedAt } : null,
    ...(JSON.parse(content) as Content),
  };
}
