import type { ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import { auditOf } from "./audit-of";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { existing, isOver } from "./get-operation";
import { wireOperation } from "./present/operation";

type E = typeof endpoints.cancelOperation;

/** Sends nothing more; what was sent is followed to its end, and what is done stays done. @throws RefusalError conflict */
export async function cancelOperation(
  deps: Deps,
  ctx: Context,
  { params }: { params: ParamsOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("operations:run");
  const operation = await existing(deps, params.id);
  if (isOver(operation.state))
    throw new RefusalError("conflict", `Operation ${operation.number} is over: ${operation.state}`);
  await deps.store.operations.requestCancel(operation.id, auditOf(ctx, "operation.cancel", operation.id));
  return wireOperation(
    await existing(deps, operation.id),
    await deps.store.operations.lastEvent(operation.id),
    deps.adapterFor,
  );
}
