import { migrateSqlite } from "/work/main/server/store/migrate.ts";
import { prepareSqliteFile } from "/work/main/server/store/database.ts";
const [,, base, goAt, name] = process.argv;
let failed = 0, applied = 0;
for (let round = 0; round < 20; round++) {
  const at = Number(goAt) + round * 400;
  while (Date.now() < at) {}
  try {
    const f = prepareSqliteFile(`file:${base}/${round}/x.db`);
    applied += (await migrateSqlite(f, { directory: "/work/main/prisma/migrations/sqlite", clock: { now: () => new Date(), sleep: async () => {} }, newId: (p) => `${p}_${name}` })).length;
  } catch (e: any) { failed++; console.log(name, round, e.message, e.code); }
}
console.log(name, { failed, applied });
