import type { TickStore } from "../usecases/ports";
import type { Database } from "./database";

export function tickStore(db: Database): TickStore {
  return {
    take: async (name, now, everyMs) => {
      const dueAt = new Date(now.getTime() + everyMs);
      // The first one ever makes the row; after that one conditional update decides among all who ask.
      const made = await db.client.$executeRaw`
        INSERT INTO "Tick" ("name", "dueAt") SELECT "name", "dueAt" FROM ${db.dialect.rowset(
          { name: "text", dueAt: "time" },
          [{ name, dueAt }],
        )} WHERE true ON CONFLICT ("name") DO NOTHING`;
      if (made === 1) return true;
      const { count } = await db.client.tick.updateMany({ where: { name, dueAt: { lte: now } }, data: { dueAt } });
      return count === 1;
    },
  };
}
