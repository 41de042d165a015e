/**
 * One of several processes that sqlite.slow.test.ts lets loose on one file at the same moment: opens the store, which
 * migrates, appends audit rows, and tries to claim the operation. Says what it got.
 */
import { openStore } from "./open";
import * as make from "./store-fixtures";

const [databaseUrl = "", migrationsDir = "", name = "", rows = "0"] = process.argv.slice(2);

const ids = make.countingIds();
const store = await openStore({
  databaseUrl,
  migrationsDir,
  clock: make.clock,
  newId: (prefix) => ids(`${prefix}_${name}`),
});
for (let row = 0; row < Number(rows); row++) await store.audit.append(make.audit({ subject: `${name} ${row}` }));
const epoch = await store.engine.claim({ operationId: "op_a", lane: "acc_1 eu-central-1" }, name, make.noon, 1_000);
await store.close();
process.stdout.write(JSON.stringify({ name, epoch }));
