import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import Libsql from "libsql";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { HoldChange } from "../engine/ports";
import { auditStore } from "./audit";
import { type Database, prepareSqliteFile } from "./database";
import { sqlite } from "./dialect";
import { engineStore } from "./engine";
import { PrismaClient } from "./generated/sqlite/client";
import { holdStore } from "./holds";
import { inventoryStore } from "./inventory";
import { ImmediateLibSql } from "./libsql";
import { migrateSqlite } from "./migrate";
import { operationStore } from "./operations";
import { planStore } from "./plans";
import * as make from "./store-fixtures";

/**
 * Cost grows with the number of resources and no faster. Not by the clock: every statement of a scan, a plan and an
 * operation is taken down, its plan is asked of SQLite, and how many there are is counted.
 */

const directory = fileURLToPath(new URL("../../prisma/migrations/sqlite", import.meta.url));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "standby-linear-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Spends an evening with so many resources on a database of its own. @returns its file, and every statement */
async function evening(size: number): Promise<{ readonly file: string; readonly statements: readonly string[] }> {
  const file = prepareSqliteFile(`file:${folder}/${size}.db`);
  await migrateSqlite(file, { directory, clock: make.clock, newId: make.countingIds() });
  const adapter = new ImmediateLibSql({ url: pathToFileURL(file).href });
  const client = new PrismaClient({ adapter, log: [{ emit: "event", level: "query" }] });
  const statements: string[] = [];
  client.$on("query", ({ query }) => statements.push(query));
  await spend(size, {
    client,
    dialect: sqlite,
    transact: (work) => client.$transaction((tx) => work({ client: tx, dialect: sqlite }), { timeout: 30_000 }),
    close: () => client.$disconnect(),
  });
  await client.$disconnect();
  return { file, statements };
}

/** A scan, a second one, what pages read of it, and a whole operation with a hold on everything. */
async function spend(size: number, db: Database): Promise<void> {
  const inventory = inventoryStore(db);
  const operations = operationStore(db);
  const engine = engineStore(db);

  const records = Array.from({ length: size }, (_, index) => make.resource(`i-${index}`, { ownerId: "res_owner" }));
  const ids = records.map(({ id }) => id);
  await inventory.upsert(records);
  await inventory.summaries([]);
  await inventory.upsert(records.map((record) => ({ ...record, name: "new" })));
  await inventory.markUnseen("acc_1", "eu-central-1", "ec2.instance", make.noon);
  await inventory.summaries([]);
  await inventory.byIds(ids);
  await inventory.membersOf(ids);
  await inventory.changedSince(0);

  const plans = planStore(db);
  const plan = await plans.save(
    make.plan(
      "plan_1",
      records.map((record) => make.planItem(record)),
    ),
  );
  await plans.get(plan.id);
  const operation = make.operation(plan);
  await operations.create(operation, make.audit());
  const slice = { operationId: operation.id, lane: "acc_1 eu-central-1" };
  const epoch = (await engine.claim(slice, "one", make.noon, 30_000)) ?? 0;
  const { items } = await engine.load(slice);
  await engine.commit(slice, epoch, {
    items,
    newHolds: items.map((item, index) => make.hold(item.plan, `hold_${index}`)),
    events: items.map(({ plan: { resourceId } }) => ({ at: make.noon, type: "item", resourceId, state: "", text: "" })),
    audit: items.map(({ plan: { resourceId } }) => make.audit({ subject: resourceId })),
  });
  await operations.busy();
  await holdStore(db).active(ids);
  const change = (to: HoldChange["to"]) =>
    items.map((_, at) => ({ id: `hold_${at}`, to, at: make.noon, reason: null }));
  await engine.commit(slice, epoch, { holdChanges: change("verified") });
  await engine.commit(slice, epoch, { holdChanges: change("released") });
  await engine.finish(slice, epoch, () => ({ state: "succeeded", endedAt: make.noon, events: [], audit: [] }));
  await operations.list(10);
  await operations.restores(10);
  await operations.historyOf(ids[0] ?? "", 10);
  await operations.events(operation.id, 0, 10);
  await auditStore(db).verify();
}

test("no statement walks over a table, nor over what it was given once for each row that it finds", async () => {
  const { file, statements } = await evening(3);
  const db = new Libsql(file);
  const asked = [...new Set(statements)].filter((sql) => /^\s*(SELECT|INSERT|UPDATE)/i.test(sql));
  const walk = /^SCAN ("?)(Resource|Operation|OperationItem|OperationSlice|Event|Hold|AuditEntry|Plan|PlanPart)\b/;
  const slow = asked.flatMap((sql) => {
    const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all([]) as { parent: number; detail: string }[];
    const steps = rows.filter(({ parent }) => parent === 0).map(({ detail }) => detail);
    const isWithin = steps.findIndex((step) => step.startsWith("SCAN json_each")) > 0;
    return isWithin || rows.some(({ detail }) => walk.test(detail)) ? [{ sql, steps }] : [];
  });
  db.close();
  expect(asked.length).toBeGreaterThan(40);
  expect(slow).toEqual([]);
});

test("twice as many resources are twice as many statements at most, and far fewer than resources", async () => {
  const { length: few } = (await evening(1_000)).statements;
  const { length: many } = (await evening(2_000)).statements;
  expect(many).toBeLessThanOrEqual(2 * few);
  expect(many).toBeLessThan(2_000 / 5);
});
