import type { SettingStore } from "../usecases/ports";
import type { Database } from "./database";

export function settingStore(db: Database): SettingStore {
  return {
    get: async (key) => {
      const row = await db.client.setting.findUnique({ where: { key } });
      return row?.value ?? null;
    },
    set: async (key, value) => {
      await db.client.setting.upsert({ where: { key }, create: { key, value }, update: { value } });
    },
  };
}
