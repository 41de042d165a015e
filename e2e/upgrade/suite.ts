import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { savedOf } from "../../server/adapters/contract";
import type { Hold } from "../../server/core/operation";
import type { App } from "../../server/runtime/app";
import type { World } from "../../server/sandbox/world";
import { allHolds } from "../../server/testing/all-holds";
import { begin, openApp, workUntilIdle, worldFile } from "../support/sandbox-app";
import { type DatabaseName, type Fixture, fixturesOf, load, readFixture, versionsOf } from "./fixtures";
import { names, restorable } from "./small-world";

/** Guarantee: a database of any earlier version comes up, goes on with what was under way, and gives everything back. */

export interface UpgradeSuite {
  readonly database: DatabaseName;
  /** An empty database in this folder, or beside it. */
  fresh(dataDir: string): Promise<{ readonly databaseUrl: string; remove(): Promise<void> }>;
}

export function describeUpgrade({ database, fresh }: UpgradeSuite): void {
  describe(`${database}: a database of an earlier version`, () => {
    const cleanUp: (() => Promise<void> | void)[] = [];

    afterEach(async () => {
      for (const step of cleanUp.splice(0).reverse()) await step();
    });

    async function open(fixture: Fixture): Promise<App> {
      const dataDir = mkdtempSync(join(tmpdir(), "standby-upgrade-"));
      cleanUp.push(() => rmSync(dataDir, { recursive: true }));
      const { databaseUrl, remove } = await fresh(dataDir);
      cleanUp.push(remove);
      await load(database, databaseUrl, fixture.sql);
      const app = await openApp({ dataDir, databaseUrl });
      cleanUp.push(() => app.stop());
      const [account] = await app.deps.store.accounts.list();
      writeFileSync(worldFile(dataDir, account?.id ?? ""), JSON.stringify(goneOn(fixture.left, Date.now())));
      return app;
    }

    test("is kept for every version but today's: see “Changing the database” in CONTRIBUTING.md", () => {
      expect(fixturesOf(database)).toEqual(expect.arrayContaining(versionsOf(database).slice(0, -1)));
    });

    test.each(fixturesOf(database))("%s ends what was left half way and gives back what it held", async (name) => {
      const fixture = readFixture(database, name);
      const app = await open(fixture);
      const { store } = app.deps;
      const before = await allHolds(store.holds, ["active", "released", "ended"]);
      const trail = await store.audit.verify();
      expect(before).toHaveLength(names.ended.length + names.open.length);
      expect(await statesOf(app)).toEqual(["succeeded", "running", "running"]);
      for (const { planId, counts } of (await store.operations.list(100)).items)
        expect((await store.plans.get(planId))?.items).toHaveLength(counts.total);

      await workUntilIdle(app);
      expect(await statesOf(app)).toEqual(["succeeded", "succeeded", "succeeded"]);
      const given = before.filter((hold) => resumed.has(hold.name));
      expect(await listed(app, "released")).toEqual(savedBy(given));
      expect(await listed(app, "active")).toEqual(savedBy(before.filter((hold) => !given.includes(hold))));

      await begin(app, "resume", {});
      await workUntilIdle(app);
      expect(await listed(app, "released")).toEqual(savedBy(before));
      expect(await listed(app, "active")).toEqual([]);
      for (const hold of before) expect(await savedNow(app, hold), hold.name).toEqual(savedThen(app, hold));
      expect(restorable(worldOf(app, before))).toEqual(restorable(fixture.before));
      const chain = await store.audit.verify();
      expect(chain.brokenAt).toBeNull();
      expect(chain.checked).toBeGreaterThan(trail.checked);
    });

    test.each(fixturesOf(database))("%s is worked with like a new one", async (name) => {
      const fixture = readFixture(database, name);
      const app = await open(fixture);
      const { store } = app.deps;
      const before = await allHolds(store.holds, ["active", "released", "ended"]);
      await workUntilIdle(app);
      for (const action of ["resume", "pause", "pause", "resume", "resume"] as const) {
        await begin(app, action, {});
        await workUntilIdle(app);
        expect((await statesOf(app)).at(-1)).toBe("succeeded");
        const held = await allHolds(store.holds, ["active"]);
        expect(held).toHaveLength(action === "pause" ? before.length : 0);
      }
      expect(restorable(worldOf(app, before))).toEqual(restorable(fixture.before));
      expect(await store.audit.verify()).toMatchObject({ brokenAt: null });
    });
  });
}

/** What keep.ts began to resume. */
const resumed = new Set<string>(names.ended.slice(1, 4));

async function statesOf({ deps: { store } }: App): Promise<readonly string[]> {
  const { items } = await store.operations.list(100);
  return items.map(({ state }) => state).reverse();
}

type State = Hold["state"];

async function listed({ deps: { store } }: App, state: State) {
  return savedBy(await allHolds(store.holds, [state]));
}

function savedBy(holds: readonly Hold[]) {
  return holds.map(({ id, name, saved, savedVersion }) => ({ id, name, saved, savedVersion })).sort(byId);
}

function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id < other.id ? -1 : 1;
}

function savedThen({ deps }: App, { kind, saved, savedVersion }: Hold): unknown {
  return savedOf(deps.adapterFor(kind), saved, savedVersion);
}

/** What a pause would save of it now. */
async function savedNow({ deps }: App, { accountId, region, kind, nativeId }: Hold): Promise<unknown> {
  const adapter = deps.adapterFor(kind);
  for await (const seen of adapter.discover(await deps.doors.read(accountId, region), [nativeId])) {
    const plan = adapter.planPause(seen, adapter.options.parse({}));
    return plan.result === "planned" ? plan.saved : plan.reason;
  }
  return "gone";
}

function worldOf({ env }: App, holds: readonly Hold[]): World {
  return JSON.parse(readFileSync(worldFile(env.dataDir, holds[0]?.accountId ?? ""), "utf8")) as World;
}

/** The account's clock goes on from when it was left, so that a database is not yet woken by AWS after its seven days. */
function goneOn({ at, world }: Fixture["left"], now: number): World {
  const isInstant = (value: unknown): value is number => typeof value === "number" && value > 1e12;
  return JSON.parse(JSON.stringify(world), (_, value: unknown) => (isInstant(value) ? value + now - at : value));
}
