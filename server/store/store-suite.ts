import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RefusalError } from "../core/fault";
import type { Store } from "../usecases/ports";
import { describeBill } from "./bill-suite";
import { describeEngine } from "./engine-suite";
import { describeFollowUps } from "./follow-ups-suite";
import { describeGlances } from "./glance-suite";
import { describeIdleness } from "./idleness-suite";
import { describeInventory } from "./inventory-suite";
import { describeLedger } from "./ledger-suite";
import { describeLogExports } from "./log-export-suite";
import { describeAnomalies, describeBudgets, describeSpend } from "./money-suite";
import { describeHoldEnds, describeNotices } from "./notice-suite";
import { openStore } from "./open";
import { describeOperations } from "./operation-suite";
import { describePrices } from "./price-suite";
import { describeScanParts, describeTicks } from "./scan-part-suite";
import * as make from "./store-fixtures";
import { describeTerraform } from "./terraform-suite";

/** One suite for every database: a use case must not be able to tell them apart. */

export interface TestDatabase {
  readonly databaseUrl: string;
  /** Runs SQL past the store, as somebody with the database's password would. */
  query(sql: string): Promise<readonly unknown[]>;
  remove(): Promise<void>;
}

export interface Bench {
  readonly store: Store;
  readonly database: TestDatabase;
  /** Another process' store, where the database allows two in one process; else the same. */
  readonly other: Store;
}

export interface Suite {
  readonly name: string;
  readonly migrationsDir: string;
  fresh(): Promise<TestDatabase>;
  /** SQLite waits for a lock without letting go of the thread, so its races run in processes: sqlite.slow.test.ts. */
  readonly twoStores: boolean;
}

export function describeStore({ name, migrationsDir, fresh, twoStores }: Suite): void {
  describe(name, () => {
    let bench: Bench;

    beforeEach(async () => {
      const database = await fresh();
      const open = () =>
        openStore({ databaseUrl: database.databaseUrl, migrationsDir, clock: make.clock, newId: make.countingIds() });
      const store = await open();
      bench = { store, database, other: twoStores ? await open() : store };
    });

    afterEach(async () => {
      await bench.store.close();
      if (bench.other !== bench.store) await bench.other.close();
      await bench.database.remove();
    });

    describe("accounts", () => describeAccounts(() => bench));
    describe("groups", () => describeGroups(() => bench));
    describe("audit", () => describeAudit(() => bench));
    describe("access", () => describeAccess(() => bench));
    describe("inventory", () => describeInventory(() => bench));
    describe("at a glance", () => describeGlances(() => bench));
    describe("operations", () => describeOperations(() => bench));
    describe("the engine", () => describeEngine(() => bench));
    describe("follow-ups and the queue", () => describeFollowUps(() => bench));
    describe("parts of scans", () => describeScanParts(() => bench));
    describe("ticks", () => describeTicks(() => bench));
    describe("notices", () => describeNotices(() => bench));
    describe("the ledger", () => describeLedger(() => bench));
    describe("the bill", () => describeBill(() => bench));
    describe("unusual days", () => describeAnomalies(() => bench));
    describe("budgets", () => describeBudgets(() => bench));
    describe("spend by the hour", () => describeSpend(() => bench));
    describe("idleness", () => describeIdleness(() => bench));
    describe("list prices", () => describePrices(() => bench));
    describe("holds that end", () => describeHoldEnds(() => bench));
    describe("log exports", () => describeLogExports(() => bench));
    describe("states of Terraform", () => describeTerraform(() => bench));

    test("settings keep the last value, and the probe writes and reads", async () => {
      const { settings, probe } = bench.store;
      expect(await settings.get("zone")).toBeNull();
      await settings.set("zone", "UTC");
      await settings.set("zone", "Europe/Berlin");
      expect(await settings.get("zone")).toBe("Europe/Berlin");
      await probe();
    });

    test("plans come back as they were, numbered one after the other also when many are saved at once", async () => {
      const [item] = [make.planItem(make.resource("i-1"))];
      const plans = Array.from({ length: 12 }, (_, index) => make.plan(`plan_${index}`, [item]));
      const saved = await Promise.all(
        plans.map((plan, index) => (index % 2 ? bench.store : bench.other).plans.save(plan)),
      );
      expect(saved.map((plan) => plan.number).sort((a, b) => a - b)).toEqual(plans.map((_, index) => index + 1));
      expect(await bench.store.plans.get("plan_3")).toEqual(saved[3]);
      expect(await bench.store.plans.get("plan_99")).toBeNull();
    });

    test.each([
      [0, 0],
      [250, 0],
      [1_000, 0],
      [1_001, 749],
    ])("a plan of %i resources that leaves out %i comes back in its order", async (items, skipped) => {
      const some = (length: number) => Array.from({ length }, (_, index) => make.planItem(make.resource(`i-${index}`)));
      const reason = { code: "alreadyPaused", reason: "It is paused", remedy: "", hourlyNow: null } as const;
      const left = some(skipped).map(({ resourceId, name, kind, region }) => ({
        ...{ resourceId, name, kind, region },
        ...reason,
      }));
      const saved = await bench.store.plans.save({ ...make.plan("plan_long", some(items)), skipped: left });
      expect(await bench.store.plans.get("plan_long")).toEqual(saved);
    });
  });
}

type Get = () => Bench;

function describeAccounts(get: Get): void {
  test("come back as they were created, with their audit row", async () => {
    const { accounts, audit } = get().store;
    const other = make.account({
      id: "acc_2",
      credentials: { type: "sandbox" },
      regions: null,
      createdAt: make.after(1),
    });
    await accounts.create(make.account(), make.audit({ action: "account.create", subject: "acc_1" }));
    await accounts.create(other, make.audit({ action: "account.create", subject: "acc_2" }));
    expect(await accounts.list()).toEqual([make.account(), other]);
    expect(await accounts.get("acc_2")).toEqual(other);
    expect(await accounts.get("acc_3")).toBeNull();
    expect((await audit.list(10)).map((entry) => entry.subject)).toEqual(["acc_2", "acc_1"]);
  });

  test("remember their AWS number and last scan; a call without a scan keeps the scan's time", async () => {
    const { accounts } = get().store;
    await accounts.create(make.account(), make.audit());
    await accounts.seen("acc_1", "123456789012", make.after(5));
    await accounts.seen("acc_1", "123456789012", null);
    expect(await accounts.get("acc_1")).toEqual(
      make.account({ awsAccountId: "123456789012", lastScanAt: make.after(5) }),
    );
  });
}

function describeGroups(get: Get): void {
  test("are created, changed in part, and removed, each with an audit row", async () => {
    const { groups, audit } = get().store;
    await groups.create(make.group(), make.audit());
    await groups.create(make.group({ id: "grp_2", name: "Zebra" }), make.audit());
    const changed = await groups.update("grp_1", { protected: true }, make.after(9), make.audit());
    expect(changed).toEqual(make.group({ protected: true, updatedAt: make.after(9) }));
    expect(await groups.list()).toEqual([make.group({ id: "grp_2", name: "Zebra" }), changed]);
    expect(await groups.remove("grp_1", make.audit())).toBe(true);
    expect(await groups.remove("grp_1", make.audit())).toBe(false);
    expect(await groups.update("grp_1", { name: "x" }, make.noon, make.audit())).toBeNull();
    expect(await audit.list(10)).toHaveLength(4);
  });

  test("a taken name is a conflict and leaves nothing behind, not even an audit row", async () => {
    const { groups, audit } = get().store;
    await groups.create(make.group(), make.audit());
    await groups.create(make.group({ id: "grp_2", name: "test" }), make.audit());
    await expect(groups.create(make.group({ id: "grp_3" }), make.audit())).rejects.toMatchObject({ code: "conflict" });
    await expect(groups.update("grp_2", { name: "dev" }, make.noon, make.audit())).rejects.toThrow(RefusalError);
    expect((await groups.list()).map((group) => group.name)).toEqual(["dev", "test"]);
    expect(await audit.list(10)).toHaveLength(2);
  });
}

function describeAudit(get: Get): void {
  test("rows come back whole, newest first, page by page", async () => {
    const { audit } = get().store;
    for (const subject of ["a", "b", "c"]) await audit.append(make.audit({ subject, ip: null, requestId: null }));
    const [newest, second] = await audit.list(2);
    expect(newest).toMatchObject({ ...make.audit({ subject: "c", ip: null, requestId: null }), seq: 3 });
    expect(newest?.previousHash).toBe(second?.hash);
    expect((await audit.list(2, second?.seq)).map((entry) => entry.subject)).toEqual(["a"]);
  });

  test("the chain holds when many append at once", async () => {
    const { store, other } = get();
    const inputs = Array.from({ length: 40 }, (_, index) => make.audit({ subject: `s${index}` }));
    await Promise.all(inputs.map((input, index) => (index % 2 ? store : other).audit.append(input)));
    expect(await store.audit.verify()).toEqual({ checked: 40, brokenAt: null });
  });

  test("the database itself refuses to change or remove a row", async () => {
    const { store, database } = get();
    await store.audit.append(make.audit());
    for (const change of [
      `UPDATE "AuditEntry" SET "actorName" = 'Mallory'`,
      `DELETE FROM "AuditEntry"`,
      database.databaseUrl.startsWith("file:")
        ? `INSERT OR REPLACE INTO "AuditEntry" SELECT "seq", "at", 'token', "actorId", "actorName", "action", "subject", "before", "after", "outcome", "requestId", "ip", "previousHash", "hash" FROM "AuditEntry"`
        : `TRUNCATE "AuditEntry"`,
    ]) {
      await expect(database.query(change)).rejects.toThrow("append-only");
    }
    expect(await store.audit.verify()).toEqual({ checked: 1, brokenAt: null });
  });

  test("verify names the first row that does not fit", async () => {
    const { store, database } = get();
    for (const subject of ["a", "b", "c"]) await store.audit.append(make.audit({ subject }));
    const trigger = database.databaseUrl.startsWith("file:")
      ? `DROP TRIGGER "AuditEntry_no_update"`
      : `DROP TRIGGER "AuditEntry_no_change" ON "AuditEntry"`;
    await database.query(trigger);
    await database.query(`UPDATE "AuditEntry" SET "subject" = 'x' WHERE "seq" = 2`);
    expect(await store.audit.verify()).toEqual({ checked: 2, brokenAt: 2 });
  });
}

function describeAccess(get: Get): void {
  const user = {
    id: "usr_1",
    email: "ada@example.com",
    name: "Ada Lovelace",
    passwordHash: "$argon2id$v=19$m=19456,t=2,p=1$x",
    role: "admin" as const,
    disabled: false,
    createdAt: make.noon,
  };

  test("users are found by e-mail and id; a taken e-mail is a conflict", async () => {
    const { access, audit } = get().store;
    await access.createUser(user, false, make.audit());
    expect(await access.userByEmail(user.email)).toEqual(user);
    expect(await access.userById("usr_1")).toEqual(user);
    expect(await access.userById("usr_2")).toBeNull();
    await expect(access.createUser({ ...user, id: "usr_2" }, false, make.audit())).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await access.userCount()).toBe(1);
    expect(await audit.list(10)).toHaveLength(1);
  });

  test("of many first users at once, exactly one is made", async () => {
    const { store, other } = get();
    const tries = Array.from({ length: 8 }, (_, index) =>
      (index % 2 ? store : other).access.createUser(
        { ...user, id: `usr_${index}`, email: `${index}@example.com` },
        true,
        make.audit(),
      ),
    );
    const results = await Promise.allSettled(tries);
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    expect(
      results.filter((result) => result.status === "rejected" && result.reason instanceof RefusalError),
    ).toHaveLength(7);
    expect(await store.access.userCount()).toBe(1);
  });

  test("a session ends with its time, with its user, and on sign-out", async () => {
    const { access } = get().store;
    await access.createUser(user, true, make.audit());
    await access.createUser({ ...user, id: "usr_2", email: "bob@example.com", disabled: true }, false, make.audit());
    const session = {
      id: "ses_1",
      userId: "usr_1",
      createdAt: make.noon,
      seenAt: make.noon,
      expiresAt: make.after(1000),
    };
    await access.createSession(session, make.audit());
    await access.createSession({ ...session, id: "ses_2", userId: "usr_2" }, make.audit());
    await access.touchSession("ses_1", make.after(5));
    expect(await access.session("ses_1", make.after(999))).toEqual({
      session: { ...session, seenAt: make.after(5) },
      user,
    });
    expect(await access.session("ses_1", make.after(1000))).toBeNull();
    expect(await access.session("ses_2", make.noon)).toBeNull();
    await access.endSession("ses_1");
    expect(await access.session("ses_1", make.noon)).toBeNull();
  });

  test("tokens are found by their hash", async () => {
    const { access } = get().store;
    const token = {
      id: "tok_1",
      name: "nightly",
      hash: "ab".repeat(32),
      lastFour: "x9Z1",
      role: "operator" as const,
      createdAt: make.noon,
      expiresAt: null,
      lastUsedAt: null,
    };
    await access.createToken(token, make.audit());
    await access.touchToken("tok_1", make.after(7));
    expect(await access.tokenByHash(token.hash)).toEqual({ ...token, lastUsedAt: make.after(7) });
    expect(await access.tokenByHash("cd".repeat(32))).toBeNull();
  });
}
