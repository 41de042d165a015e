import { afterEach, beforeEach, expect, test } from "vitest";
import { audit, group } from "../store/store-fixtures";
import { lit } from "../testing/lamp";
import { type LampStandby, lampStandby } from "../testing/lamp-standby";
import type { Context } from "./context";

/** Protected resources: what a group protects is stopped by two people, what a tag protects by nobody. */

let standby: LampStandby;
let ana: Context;
let ben: Context;
let script: Context;

beforeEach(async () => {
  const lamps = { "web-1": lit(7), "prod-1": lit(5), "kept-1": lit(3) };
  standby = await lampStandby({ lamps, tags: { "kept-1": { keep: "always" } } });
  await protect("prod", ["prod-*", "kept-*"]);
  standby.clock.advance(1000);
  ana = standby.person("ana");
  ben = standby.person("ben");
  script = standby.token("ci");
});
afterEach(() => standby.close());

const protect = (name: string, names: readonly string[]) => {
  const filter = { names: [...names] };
  const at = standby.clock.now();
  return standby.store.groups.create(group({ id: name, name, filter, protected: true, updatedAt: at }), audit());
};

const includeProtected = { includeProtected: true };
const approve = (ctx: Context, id: string) =>
  standby.usecases.approvePlan(ctx, { params: { id }, query: {}, body: {} });

test("are planned on wish only, and never what a tag of its own protects", async () => {
  expect((await standby.plan(ana)).steps.map((item) => item.name)).toEqual(["web-1"]);
  const shown = await standby.plan(ana, includeProtected);
  expect(shown.steps.map((item) => item.name).sort()).toEqual(["prod-1", "web-1"]);
  expect(shown.skipped).toMatchObject([{ name: "kept-1", code: "protected", reason: "Protected by a tag of its own" }]);
  expect(shown.confirm).toMatchObject({ level: "approve", text: "everything" });
});

test("the wish alone asks for nobody where nothing is protected", async () => {
  const shown = await standby.plan(ana, { ...includeProtected, scope: { names: ["web-1"] } });
  expect(shown.confirm.level).toBe("click");
});

test("are stopped after a second person's yes, by one of the two, with the text typed", async () => {
  const shown = await standby.plan(ana, includeProtected);
  const typed = { confirmText: "everything" };
  await expect(standby.start(ana, shown, { ...typed, force: true })).rejects.toMatchObject({
    code: "unconfirmed",
    errors: [{ pointer: "/approval" }],
  });
  const approved = await approve(ben, shown.id);
  expect(approved.approval).toMatchObject({ by: "ben", byId: "usr_ben" });
  expect(Date.parse(approved.expiresAt) - ben.now.getTime()).toBe(3_600_000);
  expect((await standby.usecases.getPlan(ana, { params: { id: shown.id }, query: {}, body: {} })).approval).toEqual(
    approved.approval,
  );
  await expect(standby.start(standby.person("eve"), shown, typed)).rejects.toMatchObject({ code: "forbidden" });
  await expect(standby.start(ana, shown)).rejects.toMatchObject({
    code: "unconfirmed",
    errors: [{ pointer: "/confirmText" }],
  });
  standby.clock.advance(50 * 60_000);
  ana = standby.person("ana");
  const { id } = await standby.start(ana, shown, typed);
  await standby.work();
  expect(await standby.store.operations.state(id)).toBe("succeeded");
  expect(standby.world.lamps).toMatchObject({
    "prod-1": { on: false },
    "web-1": { on: false },
    "kept-1": { on: true },
  });
  const audit = await standby.store.audit.list(500);
  expect(audit.find((entry) => entry.action === "plan.approve")).toMatchObject({
    actorId: "usr_ben",
    subject: shown.id,
  });
  expect(audit.find((entry) => entry.action === "operation.pause")?.after).toMatchObject({ approval: { by: "ben" } });
});

test("the yes is neither the creator's, nor a token's, nor a viewer's, nor given twice or too late", async () => {
  const shown = await standby.plan(ana, includeProtected);
  const viewer = standby.person("vi", "viewer");
  for (const ctx of [ana, script, viewer])
    await expect(approve(ctx, shown.id)).rejects.toMatchObject({ code: "forbidden" });
  await approve(ben, shown.id);
  await expect(approve(standby.person("eve"), shown.id)).rejects.toMatchObject({ code: "conflict" });
  const late = await standby.plan(ana, includeProtected);
  standby.clock.advance(15 * 60_000);
  await expect(approve(standby.person("ben"), late.id)).rejects.toMatchObject({ code: "plan-expired" });
  const plain = await standby.plan(standby.person("ana"));
  await expect(approve(standby.person("ben"), plain.id)).rejects.toMatchObject({ code: "conflict" });
});

test("what is protected only since the plan was made is stale, though the wish was there", async () => {
  const shown = await standby.plan(ana, { ...includeProtected, scope: { names: ["web-1"] } });
  standby.clock.advance(1000);
  await protect("web", ["web-*"]);
  await expect(standby.start(ana, shown)).rejects.toMatchObject({ code: "plan-stale" });
});
