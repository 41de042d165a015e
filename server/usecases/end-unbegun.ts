import { conclusionOf } from "../engine/changes";
import { cancelled } from "../engine/progress";
import { auditOf } from "./audit-of";
import type { Context } from "./context";
import type { Deps } from "./deps";

/**
 * Ends an operation at once that no worker has begun, with the same outcome as a cancel: nothing was sent, and there is
 * nobody to wait for. False: it was begun, or is over.
 */
export async function endUnbegun(deps: Deps, ctx: Context, operationId: string, action: string): Promise<boolean> {
  const now = deps.clock.now();
  return deps.store.followUps.endUnbegun(operationId, (whole) => {
    const items = whole.items.map((item) => cancelled(item, now));
    const { audit, ...end } = conclusionOf({ ...whole, items, cancelRequested: true }, now);
    return { ...end, items, audit: [auditOf(ctx, action, operationId), ...audit] };
  });
}
