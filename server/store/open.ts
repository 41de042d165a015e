import { statfs } from "node:fs/promises";
import path from "node:path";
import type { Clock, NewId } from "../core/ports";
import type { Store } from "../usecases/ports";
import { accessStore } from "./access";
import { accountStore } from "./accounts";
import { anomalyStore } from "./anomalies";
import { auditStore } from "./audit";
import { billStore } from "./bill";
import { budgetStore } from "./budgets";
import { connectPostgres, connectSqlite, type Database, fileOf, prepareSqliteFile, serverOf } from "./database";
import { holdEnds } from "./end-hold";
import { engineStore } from "./engine";
import { followUpStore } from "./follow-ups";
import { groupStore } from "./groups";
import { holdStore } from "./holds";
import { idlenessStore } from "./idleness";
import { inventoryStore } from "./inventory";
import { ledgerStore } from "./ledger";
import { logExportStore } from "./log-exports";
import { migratePostgres, migrateSqlite } from "./migrate";
import { noticeStore } from "./notices";
import { operationStore } from "./operations";
import { planStore } from "./plans";
import { priceStore } from "./prices";
import { queueStore } from "./queue";
import { scanPartStore } from "./scan-parts";
import { settingStore } from "./settings";
import { spendStore } from "./spend";
import { terraformStore } from "./terraform";
import { tickStore } from "./ticks";
import { asTrouble, troubleAt } from "./trouble";

export interface OpenStore {
  /** `file:/path/standby.db` for SQLite, `postgres://…` for Postgres. */
  readonly databaseUrl: string;
  /** Holds `sqlite/` and `postgres/`: the project's prisma/migrations. */
  readonly migrationsDir: string;
  readonly clock: Clock;
  readonly newId: NewId;
}

/**
 * Opens the database, after bringing it up to date. A process opens a SQLite file once and shares the store: SQLite
 * waits for a lock without letting go of the thread, so a second store would wait for a first that cannot go on.
 * @throws Error when the database cannot be reached or a migration fails
 */
export async function openStore({ databaseUrl, migrationsDir, clock, newId }: OpenStore): Promise<Store> {
  const folder = (name: string) => ({ directory: path.join(migrationsDir, name), clock, newId });
  if (databaseUrl.startsWith("file:")) {
    return starting(fileOf(databaseUrl), async (file) => {
      await migrateSqlite(prepareSqliteFile(databaseUrl), folder("sqlite"));
      return storeOf(connectSqlite(file), clock, () => roomAt(file));
    });
  }
  if (/^postgres(ql)?:\/\//.test(databaseUrl)) {
    return starting(serverOf(databaseUrl), async () => {
      await migratePostgres(databaseUrl, folder("postgres"));
      return storeOf(connectPostgres(databaseUrl), clock);
    });
  }
  throw new Error("The database URL must start with file: (SQLite) or postgres:// (Postgres)");
}

/** Nothing goes on by itself yet: whoever starts it has to start it again. */
async function starting(where: string, open: (where: string) => Promise<Store>): Promise<Store> {
  try {
    return await open(where);
  } catch (error) {
    throw asTrouble(error, where, "Then start again.");
  }
}

function storeOf(db: Database, clock: Clock, room = async () => {}): Store {
  return {
    accounts: accountStore(db),
    groups: groupStore(db),
    plans: planStore(db),
    operations: operationStore(db),
    followUps: followUpStore(db),
    queue: queueStore(db),
    holds: { ...holdStore(db), ...holdEnds(db) },
    audit: auditStore(db),
    access: accessStore(db),
    settings: settingStore(db),
    terraform: terraformStore(db),
    logExports: logExportStore(db),
    scanParts: scanPartStore(db),
    ticks: tickStore(db),
    notices: noticeStore(db),
    ledger: ledgerStore(db),
    bill: billStore(db),
    idleness: idlenessStore(db),
    anomalies: anomalyStore(db),
    budgets: budgetStore(db),
    spend: spendStore(db),
    prices: priceStore(db),
    inventory: inventoryStore(db),
    engine: engineStore(db),
    probe: () => probe(db, clock).then(room),
    close: () => db.close(),
  };
}

/**
 * Written and read back in one transaction, so a database that is full, fails or only reads is noticed.
 * @throws RefusalError unavailable, which says what to do
 */
async function probe(db: Database, clock: Clock): Promise<void> {
  const value = clock.now().toISOString();
  await db.transact(async (tx) => {
    const where = { key: "probe" };
    await tx.client.setting.upsert({ where, create: { ...where, value }, update: { value } });
    const row = await tx.client.setting.findUnique({ where });
    if (row?.value !== value) throw new Error("The database did not keep what was written to it");
  });
}

/** The largest commits, of thousands of resources, write some megabytes at once. */
const roomBytes = 8 * 2 ** 20;

/** What the probe writes is small, and may still fit where a commit does not any more. @throws RefusalError unavailable */
async function roomAt(file: string): Promise<void> {
  const { bavail, bsize } = await statfs(path.dirname(file));
  if (bavail * bsize < roomBytes) throw troubleAt("full", file);
}
