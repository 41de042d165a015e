import type { ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import { auditOf } from "./audit-of";
import type { Context } from "./context";
import type { Deps } from "./deps";

type E = typeof endpoints.deleteBudget;

/** Forgets a budget, with what it told. @throws RefusalError not-found */
export async function deleteBudget(
  { store }: Deps,
  ctx: Context,
  { params: { id } }: { params: ParamsOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("groups:write");
  const before = await store.budgets.get(id);
  const removed = before && (await store.budgets.remove(id, auditOf(ctx, "budget.delete", id, { before })));
  if (!removed) throw new RefusalError("not-found", `There is no budget ${id}`);
  return {};
}
