import { describe, expect, test } from "vitest";
import type { Fault } from "../core/fault";
import type { PlanItem } from "../core/plan";
import type { Observed } from "../core/resource";
import { itemOf, type LampDetail, lampWorld, lit } from "../testing/lamp";
import { digestOf } from "./judge";
import {
  afterCall,
  afterFailedFirstLook,
  afterFailedLook,
  afterFirstLook,
  afterLook,
  type Moment,
  sending,
} from "./progress";

const { adapter } = lampWorld({});
const start = new Date("2026-11-20T19:12:00Z");
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const moment = (seconds = 0, action: "pause" | "resume" = "pause"): Moment => ({
  action,
  adapter,
  now: at(seconds),
  since: start,
  pace: 1,
});
const seen = (detail: LampDetail): Observed<LampDetail> => ({
  nativeId: "a",
  arn: "arn",
  name: "a",
  type: "lamp",
  tags: {},
  detail,
});
const fault = (code: Fault["code"]): Fault => ({ code, reason: code, remedy: "" });

function pausePlan(): PlanItem {
  const plan = adapter.planPause(seen(lit(7)), {});
  if (plan.result === "refused") throw new Error("refused");
  return {
    resourceId: "res_a",
    accountId: "acc",
    region: "eu-central-1",
    kind: "test.lamp",
    nativeId: "a",
    name: "a",
    type: "lamp",
    wave: 50,
    steps: plan.steps,
    hazards: [],
    restore: "exact",
    expectedSeconds: 10,
    after: [],
    hourlyNow: 0,
    hourlyAfter: 0,
    saved: plan.saved,
    savedVersion: 1,
    options: {},
    holdId: null,
    seenHash: digestOf(plan, plan.saved),
  };
}
const fresh = itemOf({ plan: pausePlan(), checked: false, holdId: null });
const sent = sending(itemOf({ plan: pausePlan() }), start);

/** A step that AWS answers the same to each time, from its first call until the end. */
function whileBusy(of: typeof adapter, answer: Fault) {
  const now = (seconds: number) => ({ ...moment(seconds), adapter: of });
  let item = afterCall(sent, answer, now(0));
  const sentAt: number[] = [];
  for (let seconds = 1; item.state !== "failed" && seconds < 600; seconds += 1) {
    if (item.notBefore && item.notBefore > at(seconds)) continue;
    item = afterLook(item, seen(lit(7)), now(seconds));
    if (item.state !== "waiting") continue;
    sentAt.push(seconds);
    item = afterCall(sending(item, at(seconds)), answer, now(seconds));
  }
  return { item, sentAt };
}

describe("the look before the first call", () => {
  test("finds it as planned", () => {
    expect(afterFirstLook(fresh, seen(lit(7)), moment())).toMatchObject({ checked: true, state: "waiting" });
  });

  test("law 7: leaves alone what changed since the plan was shown", () => {
    expect(afterFirstLook(fresh, seen(lit(8)), moment())).toMatchObject({ state: "skipped" });
    expect(afterFirstLook(fresh, seen({ ...lit(7), on: false }), moment())).toMatchObject({ state: "skipped" });
    expect(afterFirstLook(fresh, seen({ ...lit(7), moving: true }), moment())).toMatchObject({ state: "skipped" });
    expect(afterFirstLook(fresh, null, moment())).toMatchObject({ state: "skipped" });
  });

  test("law 5: unknown means do nothing", () => {
    let item = afterFailedFirstLook(fresh, fault("throttled"), moment());
    expect(item).toMatchObject({ state: "waiting", checked: false, attempts: 1 });
    for (let look = 0; look < 4; look += 1) item = afterFailedFirstLook(item, fault("throttled"), moment());
    expect(item).toMatchObject({ state: "failed", checked: false });
    expect(afterFailedFirstLook(fresh, fault("denied"), moment())).toMatchObject({ state: "failed" });
  });
});

describe("a call", () => {
  test("law 4: accepted is not done", () => {
    expect(afterCall(sent, null, moment())).toMatchObject({ state: "settling", stepIndex: 0 });
  });

  test("whose answer is lost is decided from a look", () => {
    expect(afterCall(sent, fault("transient"), moment())).toMatchObject({ state: "settling" });
  });

  test("that is refused fails its item with the reason", () => {
    expect(afterCall(sent, fault("denied"), moment())).toMatchObject({
      state: "failed",
      outcome: { fault: { code: "denied" } },
    });
  });

  test("that is throttled is sent again and does not use up a try", () => {
    expect(afterCall(sent, fault("throttled"), moment())).toMatchObject({ state: "waiting", attempts: 0 });
  });

  test("that AWS is busy for is no try of the step: it is sent again for as long as its kind waits, less and less often", () => {
    const { sentAt, item } = whileBusy(adapter, fault("busy"));
    // At 0, before the loop. A lamp is looked at every 5 seconds and given up after 120.
    expect(sentAt.slice(0, 6)).toEqual([2, 4, 6, 9, 14, 19]);
    expect(sentAt.length).toBeLessThan(30);
    expect(item).toMatchObject({
      state: "failed",
      settledAt: at(124),
      outcome: { fault: { code: "busy", reason: "busy" } },
    });
  });

  test("that AWS was busy for and then took counts as the first try", () => {
    const turnedAway = afterCall(sent, fault("busy"), moment());
    expect(turnedAway).toMatchObject({ state: "settling", attempts: 0, sentAt: start });
    // A refusal may come of an earlier call whose answer was lost: what AWS shows late is waited for all the same.
    expect(afterLook(turnedAway, seen(lit(7)), moment(1))).toMatchObject({ state: "settling" });
    const again = sending(afterLook(turnedAway, seen(lit(7)), moment(2)), at(2));
    expect(afterCall(again, null, moment(2))).toMatchObject({
      state: "settling",
      attempts: 1,
      outcome: { fault: null },
    });
  });

  test("that AWS is busy with the very same change for is not sent again", () => {
    const turnedAway = afterCall(sent, fault("busy"), moment());
    const moving = afterLook(turnedAway, seen({ ...lit(7), moving: true }), moment(10));
    expect(moving).toMatchObject({ state: "settling" });
    expect(afterLook(moving, seen({ ...lit(7), moving: true }), moment(121)).outcome.fault?.reason).toMatch(/in time/);
  });
});

describe("a look", () => {
  const settling = afterCall(sent, null, moment());

  test("goes on to the next step when this one is in effect", () => {
    expect(afterLook(settling, seen(lit(0)), moment(1))).toMatchObject({ state: "waiting", stepIndex: 1, attempts: 0 });
  });

  test("walks over several steps at once and verifies the whole", () => {
    const done = afterLook(settling, seen({ ...lit(0), on: false }), moment(1));
    expect(done).toMatchObject({ state: "done", stepIndex: 2, outcome: { fault: null } });
  });

  test("waits a moment for what did not show yet, then sends it again, three times at most", () => {
    let item = settling;
    const sentAt: number[] = [];
    for (let seconds = 0; seconds < 30 && item.state !== "failed"; seconds += 1) {
      item = afterLook(item, seen(lit(7)), moment(seconds));
      if (item.state !== "waiting") continue;
      sentAt.push(seconds);
      item = afterCall(sending(item, at(seconds)), null, moment(seconds));
    }
    expect(item).toMatchObject({ state: "failed", attempts: 3 });
    // The first was sent at 0, before the loop.
    expect(sentAt).toEqual([2, 6]);
  });

  test("of what AWS cannot start puts it off, again and again, each time for longer", () => {
    const resuming = { ...sent, deferrals: 0 };
    const minutes: number[] = [];
    let item = resuming;
    for (let round = 0; round < 8; round += 1) {
      item = afterCall({ ...item, state: "applying" }, fault("capacity"), moment(0, "resume"));
      minutes.push(((item.notBefore?.getTime() ?? 0) - start.getTime()) / 60_000);
    }
    expect(minutes).toEqual([1, 2, 5, 10, 15, 30, 30, 30]);
    expect(item).toMatchObject({ state: "deferred", deferredAt: start, outcome: { fault: { code: "capacity" } } });
    expect(afterCall(sent, fault("quota"), moment(0, "resume"))).toMatchObject({ state: "deferred" });
    expect(afterCall(sent, fault("capacity"), moment(0, "pause"))).toMatchObject({ state: "failed" });
  });

  test("waits while AWS is at it, less and less often, and gives up in the end", () => {
    const moving = seen({ ...lit(7), moving: true });
    const early = afterLook(settling, moving, moment(1));
    const late = afterLook(settling, moving, moment(60));
    expect(early.notBefore).toEqual(at(2));
    expect(late.notBefore).toEqual(at(65));
    expect(afterLook(settling, moving, moment(121))).toMatchObject({ state: "failed" });
  });

  test("gives what waited for capacity all its time, from the try that AWS took", () => {
    const moving = seen({ ...lit(7), moving: true });
    const waited = afterCall(sent, fault("capacity"), moment(0, "resume"));
    const looked = afterLook(waited, seen(lit(7)), moment(600, "resume"));
    expect(looked).toMatchObject({ state: "waiting", startedAt: at(600), notBefore: null });
    const taken = afterCall(sending(looked, at(600)), null, moment(600, "resume"));
    expect(afterLook(taken, moving, moment(700, "resume"))).toMatchObject({ state: "settling" });
    expect(afterLook(taken, moving, moment(721, "resume"))).toMatchObject({ state: "failed" });
  });

  test("sends what failed for capacity after it was accepted again, once its time has come", () => {
    const blocked = { status: "blocked" as const, saw: "failed: no machines", fault: fault("capacity") };
    const stuck = (seconds: number): Moment => ({
      ...moment(seconds, "resume"),
      adapter: { ...adapter, check: () => blocked },
    });
    const waited = afterLook({ ...sent, state: "settling" }, seen(lit(7)), stuck(60));
    expect(waited).toMatchObject({ state: "deferred", deferrals: 1, notBefore: at(120) });
    const next = afterLook(waited, seen(lit(7)), stuck(120));
    expect(next).toMatchObject({ state: "waiting", notBefore: null, outcome: { fault: { code: "capacity" } } });
    const failedAgain = afterLook({ ...sending(next, at(120)), state: "settling" }, seen(lit(7)), stuck(180));
    expect(failedAgain).toMatchObject({ state: "deferred", deferrals: 2, notBefore: at(300) });
  });

  test("that fails leaves what waits for capacity in the queue, unless it is forbidden", () => {
    const waited = afterCall(sent, fault("capacity"), moment(0, "resume"));
    const throttled = afterFailedLook(waited, fault("throttled"), moment(600, "resume"));
    expect(throttled).toMatchObject({ state: "deferred", notBefore: at(660) });
    expect(afterFailedLook(waited, fault("denied"), moment(600, "resume"))).toMatchObject({ state: "failed" });
  });

  test("does not hold it against AWS that nobody looked while the server was down", () => {
    const moving = seen({ ...lit(7), moving: true });
    expect(afterLook(settling, moving, { ...moment(3600), since: at(3590) })).toMatchObject({ state: "settling" });
  });

  test("of something that is gone fails it and says that its configuration is kept", () => {
    expect(afterLook(settling, null, moment(1))).toMatchObject({
      state: "failed",
      outcome: { fault: { code: "gone" } },
    });
  });

  test("on resume of something that is gone says what its adapter knows: it may be made again", () => {
    const again: Fault = { code: "gone", reason: "Somebody deleted it again", remedy: "Resume again to make it again" };
    const check = () => ({ status: "blocked" as const, saw: "deleted", fault: again });
    const gone = (action: "pause" | "resume") =>
      afterLook(settling, null, { ...moment(1, action), adapter: { ...adapter, check } }).outcome.fault;
    expect(gone("resume")).toEqual(again);
    expect(gone("pause")).toMatchObject({ code: "gone", reason: "It does not exist any more" });
  });

  test("on resume tells each attribute that is not as it was", () => {
    const plan = { ...pausePlan(), steps: [] };
    const item = itemOf({ plan, state: "settling", startedAt: start });
    expect(afterLook(item, seen(lit(2)), moment(1, "resume"))).toMatchObject({
      state: "failed",
      outcome: { differences: [{ path: "dimmer", saved: "7", now: "2" }] },
    });
  });
});

test("moving on never changes its input", () => {
  const frozen = Object.freeze({ ...sent, outcome: Object.freeze({ ...sent.outcome }) });
  afterLook(frozen, seen(lit(0)), moment(1));
  afterCall(frozen, fault("busy"), moment(1));
  expect(frozen).toEqual(sent);
});
