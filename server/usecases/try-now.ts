import type { ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import { auditOf } from "./audit-of";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { wireQueued } from "./list-queue";

type E = typeof endpoints.tryNow;

/** Brings the next try of one resource forward to now. @throws RefusalError not-found where it does not wait for AWS */
export async function tryNow(deps: Deps, ctx: Context, { params }: { params: ParamsOf<E> }): Promise<ResponseOf<E>> {
  ctx.require("operations:run");
  const [queue, accounts] = await Promise.all([deps.store.queue.list(), deps.store.accounts.list()]);
  const one = queue.find(({ item }) => item.plan.resourceId === params.id);
  const audit = auditOf(ctx, "resource.tryNow", params.id, { after: { operation: one?.operation.number } });
  if (!one || !(await deps.store.queue.tryNow(params.id, ctx.now, audit)))
    throw new RefusalError("not-found", `${params.id} does not wait for AWS`);
  deps.wakeWorker();
  return wireQueued({ ...one, item: { ...one.item, notBefore: ctx.now } }, accounts, ctx.now);
}
