import type { AuditInput } from "../audit/entry";
import { type Fault, FaultError } from "../core/fault";
import { groupBy, type NonEmpty } from "../core/group-by";
import type { LogExport } from "../core/log-export";
import type { Deps } from "./deps";

/**
 * Takes the log exports one step further: in each account and region one is under way, as AWS allows, and the others wait
 * for it. Goes by what is there, so it may be called twice, or after a crash: an export whose start was said but whose
 * answer was lost is looked for by its name before it is sent again.
 */
export async function runLogExports(deps: Deps): Promise<void> {
  const open = await deps.store.logExports.open();
  await Promise.all(
    groupBy(open, ({ accountId, region }) => `${accountId} ${region}`).map((some) => oneStep(deps, some)),
  );
}

async function oneStep(deps: Deps, open: NonEmpty<LogExport>): Promise<void> {
  const one = open.find(({ state }) => state === "running") ?? open[0];
  try {
    if (one.state === "waiting") await begin(deps, one);
    else await follow(deps, one);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    // What AWS cannot tell or do right now is asked again at the next tick.
    if (isPassing(error.fault)) return;
    await end(deps, one, error.fault);
  }
}

function isPassing({ code }: Fault): boolean {
  return code === "busy" || code === "throttled" || code === "transient";
}

/** It is said that it was sent, before it is sent. */
async function begin(deps: Deps, one: LogExport): Promise<void> {
  if (!(await deps.logExporter.isFree(one.accountId, one.region))) return;
  const startedAt = deps.clock.now();
  const after = { logGroup: one.name, bucket: one.bucket, prefix: one.prefix };
  const audit = auditBy(deps, "logs.export.start", one, "ok", after);
  if (await deps.store.logExports.change(one.id, "waiting", { state: "running", startedAt }, audit))
    await send(deps, one);
}

async function send(deps: Deps, one: LogExport): Promise<void> {
  await deps.store.logExports.change(one.id, "running", { taskId: await deps.logExporter.start(one) });
}

async function follow(deps: Deps, one: LogExport): Promise<void> {
  const task = await deps.logExporter.find(one);
  if (task === null && one.taskId === null) return send(deps, one);
  if (task === null) return end(deps, one, lost);
  if (task.state === "done") return end(deps, { ...one, taskId: task.taskId }, null);
  if (task.state === "failed") {
    const reason = `AWS did not finish the export: ${task.message}`;
    const remedy = "See that the bucket's policy lets CloudWatch Logs write to it, then export again";
    return end(deps, one, { code: "refused", reason, remedy });
  }
  if (one.taskId === null) await deps.store.logExports.change(one.id, "running", { taskId: task.taskId });
}

const lost: Fault = {
  code: "gone",
  reason: "AWS does not know the export any more",
  remedy: "Look into the bucket, and export again what is missing",
};

async function end(deps: Deps, one: LogExport, fault: Fault | null): Promise<void> {
  const state = fault ? "failed" : "done";
  const after = { state, reason: fault?.reason ?? null };
  const audit = auditBy(deps, "logs.export.end", one, fault ? "failed" : "ok", after);
  const change = { state, fault, endedAt: deps.clock.now(), taskId: one.taskId } as const;
  const { logExports } = deps.store;
  // One that AWS refused to look at never became running.
  if (!(await logExports.change(one.id, "running", change, audit)))
    await logExports.change(one.id, "waiting", change, audit);
}

function auditBy(
  deps: Deps,
  action: string,
  one: LogExport,
  outcome: AuditInput["outcome"],
  after: unknown,
): AuditInput {
  const by = { actorType: "system", actorId: "log-exports", actorName: one.askedBy } as const;
  const what = { at: deps.clock.now(), action, subject: one.resourceId, before: null, after, outcome };
  return { ...by, ...what, requestId: null, ip: null };
}
