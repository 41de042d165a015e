import type { ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { existing } from "./get-operation";
import { reportOf } from "./present/operation-report";
import { showOperation } from "./show-operation";

type E = typeof endpoints.reportOperation;

/** What an operation did with each resource. @throws RefusalError not-found */
export async function reportOperation(
  deps: Deps,
  ctx: Context,
  { params }: { params: ParamsOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("operations:read");
  return reportOf(await showOperation(deps, ctx, await existing(deps, params.id)));
}
