import type { ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import { auditOf } from "./audit-of";
import type { Context } from "./context";
import type { Deps } from "./deps";

type E = typeof endpoints.deleteTerraformState;

/** Forgets a state; its resources stay as they are. @throws RefusalError not-found */
export async function deleteTerraformState(
  deps: Deps,
  ctx: Context,
  { params }: { params: ParamsOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("settings:write");
  const before = (await deps.store.terraform.list()).find((state) => state.id === params.id);
  const removed =
    before && (await deps.store.terraform.remove(params.id, auditOf(ctx, "terraform.delete", params.id, { before })));
  if (!removed) throw new RefusalError("not-found", `There is no state ${params.id}`);
  return {};
}
