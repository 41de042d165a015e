import type { BodyOf, ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import { isOver } from "../core/operation";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { endUnbegun } from "./end-unbegun";
import { startFollowUp } from "./follow-up";
import { existing } from "./get-operation";
import { showOperation } from "./show-operation";

type E = typeof endpoints.undoOperation;

/**
 * Starts exactly what a stop stopped, or stops exactly what a start started. Within its undo window an operation just
 * ends: nothing was sent, so nothing has to be brought back, and the answer is the operation itself.
 * @throws RefusalError not-found, conflict, unconfirmed, forbidden
 */
export async function undoOperation(
  deps: Deps,
  ctx: Context,
  { params, body }: { params: ParamsOf<E>; body: BodyOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("operations:run");
  const operation = await existing(deps, params.id);
  if (isOver(operation.state)) return startFollowUp(deps, ctx, { id: operation.id, relation: "undo", body });
  if (await endUnbegun(deps, ctx, operation.id, "operation.undo"))
    return showOperation(deps, ctx, await existing(deps, operation.id));
  throw new RefusalError(
    "conflict",
    `Operation ${operation.number} is at work: cancel it first, then undo what it has done`,
  );
}
