import type { AuditInput } from "../audit/entry";
import type { Context } from "./context";

/** The audit row of something that a person, a token or the system does: who, what, to what, before and after. */
export function auditOf(
  ctx: Context,
  action: string,
  subject: string,
  change: { before?: unknown; after?: unknown } = {},
): AuditInput {
  return {
    at: ctx.now,
    actorType: ctx.actor.type,
    actorId: ctx.actor.id,
    actorName: ctx.actor.name,
    action,
    subject,
    before: change.before ?? null,
    after: change.after ?? null,
    outcome: "ok",
    requestId: ctx.requestId,
    ip: ctx.ip,
  };
}
