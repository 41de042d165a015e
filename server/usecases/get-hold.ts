import type { ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { wireHold } from "./present/hold";

type E = typeof endpoints.getHold;

/** One saved configuration, whole, whatever became of it and of its resource. @throws RefusalError not-found */
export async function getHold(deps: Deps, ctx: Context, { params }: { params: ParamsOf<E> }): Promise<ResponseOf<E>> {
  ctx.require("inventory:read");
  const hold = await deps.store.holds.get(params.id);
  if (!hold) throw new RefusalError("not-found", `There is no hold ${params.id}`);
  return wireHold(hold);
}
