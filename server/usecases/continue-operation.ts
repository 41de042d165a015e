import type { BodyOf, ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { startFollowUp } from "./follow-up";

type E = typeof endpoints.continueOperation;

/** Does what a cancel left undone. @throws RefusalError not-found, conflict, unconfirmed, forbidden */
export async function continueOperation(
  deps: Deps,
  ctx: Context,
  { params, body }: { params: ParamsOf<E>; body: BodyOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("operations:run");
  return startFollowUp(deps, ctx, { id: params.id, relation: "continue", body });
}
