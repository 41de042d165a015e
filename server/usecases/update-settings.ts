import type { BodyOf, ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import type { Settings } from "../core/settings";
import { auditOf } from "./audit-of";
import type { Context } from "./context";
import type { Deps } from "./deps";
import { readSettings, settingsKey } from "./get-settings";

type E = typeof endpoints.updateSettings;

/** Changes what the body names; the rest stays. */
export async function updateSettings(deps: Deps, ctx: Context, { body }: { body: BodyOf<E> }): Promise<ResponseOf<E>> {
  ctx.require("settings:write");
  const before = await readSettings(deps);
  const { undoSeconds = before.undoSeconds, limits = {}, idleDays = before.idleDays } = body;
  const { resources = before.limits.resources, share = before.limits.share } = limits;
  const after: Settings = { undoSeconds, limits: { resources, share }, idleDays };
  const audit = auditOf(ctx, "settings.update", settingsKey, { before, after });
  await deps.store.settings.set(settingsKey, JSON.stringify(after), audit);
  return after;
}
