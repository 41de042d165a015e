import type { ResponseOf } from "../contract/endpoint";
import type { endpoints } from "../contract/endpoints";
import { defaultSettings, type Settings, settingsSchema } from "../core/settings";
import type { Context } from "./context";
import type { Deps } from "./deps";

/** Where the settings are kept: one text, so that they change together. */
export const settingsKey = "settings";

export async function getSettings(deps: Deps, ctx: Context): Promise<ResponseOf<typeof endpoints.getSettings>> {
  ctx.require("settings:write");
  return readSettings(deps);
}

/** What nobody has set, and what an older version did not know, is as it is by default. */
export async function readSettings({ store }: Pick<Deps, "store">): Promise<Settings> {
  const kept = await store.settings.get(settingsKey);
  const { undoSeconds, limits, idleDays } = settingsSchema.partial().parse(kept === null ? {} : JSON.parse(kept));
  return {
    undoSeconds: undoSeconds ?? defaultSettings.undoSeconds,
    limits: limits ?? defaultSettings.limits,
    idleDays: idleDays ?? defaultSettings.idleDays,
  };
}
