import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Observed } from "../core/resource";
import { allHolds } from "../testing/all-holds";
import { type LampDetail, lit } from "../testing/lamp";
import { type LampStandby, lampStandby } from "../testing/lamp-standby";
import type { Context } from "./context";

/** What somebody changed while it was paused: shown, and touched only as somebody chose. */

let standby: LampStandby;
let script: Context;

/** A dimmer that is neither off, as a pause leaves it, nor as it was saved was turned by somebody. */
const meanwhile = (canSetBack: boolean) => (saved: unknown, seen: Observed<unknown>) => {
  const { dimmer } = saved as { readonly dimmer: number };
  const now = (seen.detail as LampDetail).dimmer;
  if (now === 0 || now === dimmer) return null;
  const differences = [{ path: "dimmer", saved: String(dimmer), now: String(now) }];
  return { differences, theirs: { dimmer: now }, canSetBack };
};

const begin = async (canSetBack = true) => {
  standby = await lampStandby({
    lamps: { "api-1": lit(5), "web-1": lit(7) },
    adapter: { meanwhile: meanwhile(canSetBack) },
  });
  script = standby.token("ci");
  await standby.force(script, "pause");
  await standby.work();
  const lamp = standby.world.lamps["web-1"];
  if (lamp) lamp.dimmer = 3;
};
const resume = async (conflicts?: "ours" | "theirs") => {
  const plan = await standby.plan(script, { action: "resume", ...(conflicts && { conflicts }) });
  const { id } = await standby.start(script, plan, { force: true });
  await standby.work();
  return standby.usecases.getOperation(script, { params: { id }, query: {}, body: {} });
};

afterEach(() => standby.close());

describe("a lamp whose dimmer somebody turned while it was off", () => {
  beforeEach(() => begin());

  test("is left alone and shown, until somebody chooses; all others come back", async () => {
    const plan = await standby.plan(script, { action: "resume" });
    expect(plan.skipped).toMatchObject([
      {
        name: "web-1",
        code: "conflict",
        reason: "Somebody changed it while it was paused: dimmer",
        differences: [{ path: "dimmer", saved: "7", now: "3" }],
        choices: ["ours", "theirs"],
      },
    ]);
    expect(await resume()).toMatchObject({ state: "succeeded", counts: { total: 1, done: 1 } });
    expect(standby.world.lamps).toMatchObject({ "api-1": lit(5), "web-1": { on: false, dimmer: 3 } });
    expect(await standby.store.holds.active([plan.skipped[0]?.resourceId ?? ""])).toHaveLength(1);
  });

  test("comes back as it was saved, with ours", async () => {
    expect(await resume("ours")).toMatchObject({ state: "succeeded", counts: { done: 2 } });
    expect(standby.world.lamps["web-1"]).toEqual(lit(7));
  });

  test("comes back as somebody left it, with theirs, and that is proved like any other", async () => {
    expect(await resume("theirs")).toMatchObject({ state: "succeeded", counts: { done: 2 } });
    expect(standby.world.lamps["web-1"]).toEqual(lit(3));
    expect((await allHolds(standby.store.holds, ["active"])).length).toBe(0);
  });

  test("is left alone once more when it was turned again after the plan was shown", async () => {
    const plan = await standby.plan(script, { action: "resume", conflicts: "theirs" });
    const { id } = await standby.start(script, plan, { force: true });
    const lamp = standby.world.lamps["web-1"];
    if (lamp) lamp.dimmer = 4;
    await standby.work();
    const operation = await standby.usecases.getOperation(script, { params: { id }, query: {}, body: {} });
    expect(operation.resources.find(({ name }) => name === "web-1")).toMatchObject({ state: "skipped" });
    expect(standby.world.lamps["web-1"]).toMatchObject({ on: false, dimmer: 4 });
  });
});

test("what Standby cannot set back is never promised: only theirs can be chosen", async () => {
  await begin(false);
  const plan = await standby.plan(script, { action: "resume", conflicts: "ours" });
  expect(plan.skipped).toMatchObject([
    { code: "conflict", choices: ["theirs"], reason: expect.stringContaining("cannot set back") },
  ]);
  expect(await resume("theirs")).toMatchObject({ state: "succeeded", counts: { done: 2 } });
});
