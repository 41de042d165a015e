import type { BodyOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { RefusalError } from "../core/fault";
import type { LogExport } from "../core/log-export";
import { prefixFor } from "../core/log-export";
import { auditOf } from "./audit-of";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { wireLogExport } from "./list-log-exports";

type E = typeof endpoints.exportLogs;

/** Asks for the events of a log group in a bucket. AWS is asked by a tick: it takes one group at a time. @throws RefusalError */
export async function exportLogs(deps: Deps, ctx: Context, { body }: { body: BodyOf<E> }): Promise<ResponseOf<E>> {
  ctx.require("operations:run");
  const resource = await deps.store.inventory.get(body.resourceId);
  if (!resource) throw notOne(`There is no resource ${body.resourceId}`, "is not a known resource");
  if (resource.kind !== "logs.logGroup") throw notOne(`${resource.name} is no log group`, "must be a log group");
  const from = body.from ? new Date(body.from) : new Date(0);
  const to = body.until ? new Date(body.until) : ctx.now;
  if (from >= to)
    throw new RefusalError("invalid", "These events cannot be exported", [
      { pointer: "/until", detail: "must be after from" },
    ]);
  const one: LogExport = {
    id: deps.newId("lex"),
    accountId: resource.accountId,
    region: resource.region,
    resourceId: resource.id,
    name: resource.nativeId,
    bucket: body.bucket,
    prefix: body.prefix ?? prefixFor(resource.nativeId, ctx.now),
    from,
    to,
    state: "waiting",
    taskId: null,
    fault: null,
    askedAt: ctx.now,
    askedBy: ctx.actor.name,
    startedAt: null,
    endedAt: null,
  };
  const after = { logGroup: one.name, bucket: one.bucket, prefix: one.prefix, from: one.from, to: one.to };
  await deps.store.logExports.create(one, auditOf(ctx, "logs.export", resource.id, { after }));
  deps.wakeWorker();
  return wireLogExport(one);
}

function notOne(message: string, detail: string): RefusalError {
  return new RefusalError("invalid", `${message}: only the events of a log group can be exported`, [
    { pointer: "/resourceId", detail },
  ]);
}
