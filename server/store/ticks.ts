import type { TickStore } from "../usecases/ports";
import type { Database } from "./database";

export function tickStore(db: Database): TickStore {
  const { client } = db;
  return {
    take: async (name, now, forMs) => {
      const dueAt = new Date(now.getTime() + forMs);
      // One conditional update decides among all who ask; the first one ever makes the row.
      const { count } = await client.tick.updateMany({ where: { name, dueAt: { lte: now } }, data: { dueAt } });
      if (count === 1) return true;
      if (await client.tick.findUnique({ where: { name } })) return false;
      const made = await client.$executeRaw`
        INSERT INTO "Tick" ("name", "dueAt") SELECT "name", "dueAt" FROM ${db.dialect.rowset(
          { name: "text", dueAt: "time" },
          [{ name, dueAt }],
        )} WHERE true ON CONFLICT ("name") DO NOTHING`;
      return made === 1;
    },

    next: async (name, at) => {
      await client.tick.updateMany({ where: { name, dueAt: { lt: at } }, data: { dueAt: at } });
    },
  };
}
