import { policyOf } from "../access/policy";
import type { ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { Context } from "./context";
import type { Deps } from "./deps";

type E = typeof endpoints.getPolicy;

/** What an account's owner gives Standby's role, from what the kinds of today really call. */
export async function getPolicy(
  { adapters }: Pick<Deps, "adapters">,
  ctx: Context,
  { params }: { readonly params: ParamsOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("inventory:read");
  return { documents: policyOf(params.name, adapters).map((document) => ({ ...document })) };
}
