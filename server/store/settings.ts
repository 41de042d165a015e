import type { SettingStore } from "../usecases/ports";
import { appendAudit } from "./audit";
import type { Database } from "./database";

export function settingStore(db: Database): SettingStore {
  return {
    get: async (key) => {
      const row = await db.client.setting.findUnique({ where: { key } });
      return row?.value ?? null;
    },
    set: (key, value, audit) =>
      db.transact(async (tx) => {
        await tx.client.setting.upsert({ where: { key }, create: { key, value }, update: { value } });
        if (audit) await appendAudit(tx, [audit]);
      }),
  };
}
