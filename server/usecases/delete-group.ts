import type { ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import { auditOf } from "./audit-of";
import type { Context } from "./context";
import type { Deps } from "./deps";

type E = typeof endpoints.deleteGroup;

/** Removes a group; its resources stay as they are. @throws RefusalError not-found */
export async function deleteGroup(
  deps: Deps,
  ctx: Context,
  { params }: { params: ParamsOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("groups:write");
  const before = (await deps.store.groups.list()).find((group) => group.id === params.id);
  const removed =
    before && (await deps.store.groups.remove(params.id, auditOf(ctx, "group.delete", params.id, { before })));
  if (!removed) throw new RefusalError("not-found", `There is no group ${params.id}`);
  return {};
}
