import type { BodyOf, ParamsOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import { auditOf } from "./audit-of";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { wireAnomaly } from "./present/anomaly";

type E = typeof endpoints.markAnomaly;

/** Says of an unusual day what a person knows of it; null takes that back. @throws RefusalError not-found */
export async function markAnomaly(
  { store }: Deps,
  ctx: Context,
  { params: { id }, body: { mark } }: { params: ParamsOf<E>; body: BodyOf<E> },
): Promise<ResponseOf<E>> {
  ctx.require("groups:write");
  const audit = auditOf(ctx, "anomaly.mark", id, { after: { mark } });
  const anomaly = await store.anomalies.mark(id, mark, ctx.actor.name, ctx.now, audit);
  if (!anomaly) {
    throw new RefusalError("not-found", `There is no unusual day ${id}; it may have become usual. List them again.`);
  }
  return wireAnomaly(anomaly, await store.accounts.list());
}
