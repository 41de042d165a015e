import type { BodyOf, ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import { auditOf } from "./audit-of";
import { awakeUntil } from "./awake-until";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { wireGroup } from "./list-groups";
import { checkOptions } from "./plan-options";
import { checkScope } from "./scope";

type E = typeof endpoints.updateGroup;

/** Changes what is given of a group. @throws RefusalError not-found, invalid, conflict */
export async function updateGroup(
  deps: Deps,
  ctx: Context,
  input: { params: ParamsOf<E>; body: BodyOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("groups:write");
  const { id } = input.params;
  const { name, filter, protected: kept, guard, awakeUntil: until, options } = input.body;
  const before = (await deps.store.groups.list()).find((group) => group.id === id);
  if (!before) throw new RefusalError("not-found", `There is no group ${id}`);
  const change = {
    ...(name === undefined ? {} : { name }),
    ...(filter === undefined ? {} : { filter: (await checkScope(deps, filter, "/filter")).scope }),
    ...(kept === undefined ? {} : { protected: kept }),
    ...(guard === undefined ? {} : { guard }),
    ...(options === undefined ? {} : { options: checkOptions(deps, options) }),
    ...(until === undefined ? {} : { awakeUntil: awakeUntil(until, ctx.now) }),
  };
  const group = await deps.store.groups.update(
    id,
    change,
    ctx.now,
    auditOf(ctx, "group.update", id, { before, after: change }),
  );
  if (!group) throw new RefusalError("not-found", `There is no group ${id}`);
  return wireGroup(group, await deps.store.inventory.summaries([]));
}
