import type { ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import { isOver } from "../core/operation";
import { auditOf } from "./audit-of";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { endUnbegun } from "./end-unbegun";
import { existing } from "./get-operation";
import { showOperation } from "./show-operation";

type E = typeof endpoints.cancelOperation;

/**
 * Sends nothing more; what was sent is followed to its end, and what is done stays done. Before anything was begun the
 * operation is over at once.
 * @throws RefusalError not-found, conflict
 */
export async function cancelOperation(
  deps: Deps,
  ctx: Context,
  { params }: { params: ParamsOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("operations:run");
  const operation = await existing(deps, params.id);
  if (isOver(operation.state))
    throw new RefusalError("conflict", `Operation ${operation.number} is over: ${operation.state}`);
  if (!(await endUnbegun(deps, ctx, operation.id, "operation.cancel"))) {
    await deps.store.operations.requestCancel(operation.id, auditOf(ctx, "operation.cancel", operation.id));
    deps.wakeWorker();
  }
  return showOperation(deps, ctx, await existing(deps, operation.id));
}
