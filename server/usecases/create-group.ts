import type { BodyOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { auditOf } from "./audit-of";
import { awakeUntil } from "./awake-until";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { wireGroup } from "./list-groups";
import { checkOptions } from "./plan-options";
import { checkScope } from "./scope";

type E = typeof endpoints.createGroup;

/** Saves a filter under a name. @throws RefusalError invalid, conflict when the name is taken */
export async function createGroup(deps: Deps, ctx: Context, { body }: { body: BodyOf<E> }): Promise<ResponseOf<E>> {
  ctx.require("groups:write");
  const { scope: filter } = await checkScope(deps, body.filter, "/filter");
  const group = {
    ...body,
    filter,
    options: checkOptions(deps, body.options),
    id: deps.newId("grp"),
    origin: "person" as const,
    awakeUntil: awakeUntil(body.awakeUntil, ctx.now),
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  await deps.store.groups.create(group, auditOf(ctx, "group.create", group.id, { after: group }));
  return wireGroup(group, await deps.store.inventory.summaries([]));
}
