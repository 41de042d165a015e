import { describe, expect, test } from "vitest";
import type { PlanItem, Waits } from "../core/plan";
import { itemOf, lampWorld } from "../testing/lamp";
import { type Decision, decide, type Situation } from "./decide";
import type { ItemRecord, OperationRecord } from "./ports";

const now = new Date("2026-11-20T19:12:00Z");
const { adapter } = lampWorld({});

function planItem(id: string, change: Partial<PlanItem> = {}): PlanItem {
  return {
    resourceId: id,
    accountId: "acc",
    region: "eu-central-1",
    kind: "test.lamp",
    nativeId: id,
    name: id,
    type: "lamp",
    wave: 50,
    steps: [{ op: "off", params: null, before: "on", after: "off", settle: true }],
    hazards: [],
    restore: "exact",
    expectedSeconds: 10,
    after: [],
    hourlyNow: 0,
    hourlyAfter: 0,
    saved: { dimmer: 3 },
    savedVersion: 1,
    options: {},
    holdId: null,
    seenHash: "",
    ...change,
  };
}

function operation(items: readonly ItemRecord[], change: Partial<OperationRecord> = {}): OperationRecord {
  return {
    id: "op_1",
    number: 1,
    planId: "plan_1",
    title: "Stop dev",
    action: "pause",
    state: "running",
    actorType: "user",
    actorId: "usr",
    actorName: "Ana",
    createdAt: now,
    startsAt: now,
    startedAt: now,
    endedAt: null,
    cancelRequested: false,
    parent: null,
    items,
    ...change,
  };
}

const ask = (
  record: OperationRecord,
  inFlight: readonly string[] = [],
  accepted: readonly string[] = [],
  change: Partial<Situation> = {},
) =>
  decide({
    operation: record,
    inFlight: new Set(inFlight),
    told: new Map(accepted.map((id) => [id, "accepted"])),
    now,
    adapterFor: () => adapter,
    pace: () => 1,
    ...change,
  });

/** Ids of what is sent. */
const sent = ({ effects }: Decision) =>
  effects.flatMap((effect) => (effect.type === "act" ? effect.items.map((item) => item.plan.resourceId) : []));

describe("decide", () => {
  test("a look waits for the calls of its kind that are on their way, not for those of another region", () => {
    const settling = itemOf({ plan: planItem("a"), state: "settling", startedAt: now });
    const applying = itemOf({ plan: planItem("b"), state: "applying", startedAt: now });
    const elsewhere = itemOf({ plan: planItem("c", { region: "us-east-1" }), state: "applying", startedAt: now });
    expect(ask(operation([settling, applying]), ["b"]).effects).toEqual([]);
    expect(ask(operation([settling, elsewhere]), ["c"]).effects).toMatchObject([{ type: "look", items: [settling] }]);
  });

  test("what AWS cannot do yet is looked at again when its time comes, and holds nobody up", () => {
    const dueAt = new Date(now.getTime() + 60_000);
    const deferred = itemOf({ plan: planItem("a", { wave: 10 }), state: "deferred", startedAt: now, notBefore: dueAt });
    const next = itemOf({ plan: planItem("b", { wave: 20 }) });
    expect(ask(operation([deferred, next]))).toMatchObject({
      effects: [{ type: "act", items: [next] }],
      wakeAt: dueAt,
    });
    expect(ask(operation([{ ...deferred, notBefore: now }])).effects).toMatchObject([{ type: "look" }]);
    expect(ask(operation([deferred], { cancelRequested: true })).cancel).toEqual([deferred]);
    expect(ask(operation([deferred])).finished).toBe(false);
  });

  test("looks at everything before the first call, and sends nothing meanwhile", () => {
    const items = [
      itemOf({ plan: planItem("a"), checked: false, holdId: null }),
      itemOf({ plan: planItem("b"), holdId: null }),
    ];
    const { effects, hold } = ask(operation(items));
    expect(effects.map((effect) => [effect.type, effect.items.length])).toEqual([["look", 1]]);
    expect(hold).toEqual([]);
  });

  test("law 1: every hold is saved before the first call of any resource", () => {
    const items = [itemOf({ plan: planItem("a"), holdId: null }), itemOf({ plan: planItem("b"), holdId: "hold_b" })];
    const { effects, hold } = ask(operation(items));
    expect(effects).toEqual([]);
    expect(hold.map((item) => item.plan.resourceId)).toEqual(["a"]);
  });

  test("sends one batch per op, no larger than AWS takes", () => {
    const items = Array.from({ length: 23 }, (_, index) => itemOf({ plan: planItem(`lamp-${index}`) }));
    const { effects } = ask(operation(items));
    expect(effects.map((effect) => effect.items.length)).toEqual([10, 10, 3]);
  });

  test("in a plan of an earlier version a later wave waits until the earlier one of its lane is settled; other regions do not wait", () => {
    const items = [
      itemOf({
        plan: planItem("early", { wave: 10 }),
        state: "settling",
        startedAt: now,
        attempts: 1,
        notBefore: new Date(now.getTime() + 5000),
      }),
      itemOf({ plan: planItem("late", { wave: 90 }) }),
      itemOf({ plan: planItem("elsewhere", { wave: 90, region: "us-east-1" }) }),
    ];
    const decision = ask(operation(items));
    expect(decision.effects.flatMap((effect) => effect.items.map((item) => item.plan.resourceId))).toEqual([
      "elsewhere",
    ]);
    expect(decision.wakeAt).toEqual(new Date(now.getTime() + 5000));
  });

  test("resume goes through the waves backwards", () => {
    const items = [
      itemOf({ plan: planItem("alarm", { wave: 10 }) }),
      itemOf({ plan: planItem("database", { wave: 100 }) }),
    ];
    const { effects } = ask(operation(items, { action: "resume" }));
    expect(effects.flatMap((effect) => effect.items.map((item) => item.plan.resourceId))).toEqual(["database"]);
  });

  test("a failed resource of an earlier wave holds nobody up", () => {
    const items = [
      itemOf({ plan: planItem("broken", { wave: 10 }), state: "failed" }),
      itemOf({ plan: planItem("next", { wave: 90 }) }),
    ];
    expect(ask(operation(items)).effects).toHaveLength(1);
  });

  test("a resource waits for what it needs, within a wave as well", () => {
    const items = [itemOf({ plan: planItem("a", { after: ["b"] }) }), itemOf({ plan: planItem("b") })];
    expect(ask(operation(items)).effects.flatMap((effect) => effect.items.map((item) => item.plan.resourceId))).toEqual(
      ["b"],
    );
  });

  describe("by the kinds that a plan names", () => {
    const bell = (change: Partial<ItemRecord> = {}) =>
      itemOf({ plan: planItem("bell", { kind: "test.bell" }), ...change });
    const waiting = (until: "accepted" | "settled", change: Partial<PlanItem> = {}) =>
      itemOf({
        plan: planItem("lamp", { wave: 90, waits: { accepted: [], settled: [], [until]: ["test.bell"] }, ...change }),
      });
    const asked = {
      state: "settling",
      startedAt: now,
      attempts: 1,
      notBefore: new Date(now.getTime() + 5000),
    } as const;

    test("it waits until AWS has said yes to all of them, or until they are settled", () => {
      const both = [bell(asked), waiting("accepted")];
      expect(sent(ask(operation(both), [], ["bell"]))).toEqual(["lamp"]);
      expect(sent(ask(operation([bell(asked), waiting("settled")]), [], ["bell"]))).toEqual([]);
      expect(sent(ask(operation([bell({ state: "done" }), waiting("settled")])))).toEqual(["lamp"]);
      const more = itemOf({ plan: planItem("bell-2", { kind: "test.bell" }), ...asked });
      expect(sent(ask(operation([...both, more]), [], ["bell"]))).toEqual([]);
    });

    test("a yes that this process did not hear itself is none: the next one waits for the read-back", () => {
      expect(sent(ask(operation([bell(asked), waiting("accepted")])))).toEqual([]);
    });

    test("what is to be sent once more was not accepted", () => {
      const again = bell({ state: "waiting", startedAt: now, attempts: 1, notBefore: new Date(now.getTime() + 5000) });
      expect(sent(ask(operation([again, waiting("accepted")]), [], ["bell"]))).toEqual([]);
      const onItsWay = bell({ state: "applying", startedAt: now, attempts: 2 });
      expect(sent(ask(operation([onItsWay, waiting("accepted")]), ["bell"], ["bell"]))).toEqual([]);
    });

    test("it does not wait for kinds that it does not name, nor for those of another region", () => {
      const other = itemOf({ plan: planItem("siren", { kind: "test.siren", wave: 10 }), ...asked });
      const elsewhere = itemOf({ plan: planItem("far", { kind: "test.bell", region: "us-east-1" }), ...asked });
      expect(sent(ask(operation([other, elsewhere, waiting("settled")])))).toEqual(["lamp"]);
      expect(sent(ask(operation([other, waiting("settled", { waits: { accepted: [], settled: [] } })])))).toEqual([
        "lamp",
      ]);
    });

    test("a failed one holds nobody up, nor does one that AWS cannot do yet", () => {
      for (const state of ["failed", "skipped", "deferred"] as const) {
        const left = bell({ state, startedAt: now, notBefore: new Date(now.getTime() + 60_000) });
        expect(sent(ask(operation([left, waiting("settled")])))).toEqual(["lamp"]);
      }
    });

    test("it waits for what it needs as well", () => {
      const owner = itemOf({ plan: planItem("owner", { kind: "test.siren" }), ...asked });
      expect(sent(ask(operation([owner, waiting("settled", { after: ["owner"] })])))).toEqual([]);
    });
  });

  describe("calls before proofs", () => {
    const sentAt = (ms: number) => new Date(now.getTime() - ms);
    const bell = itemOf({
      plan: planItem("bell", { kind: "test.bell", steps: planItem("x").steps.slice(0, 1) }),
      state: "settling",
      startedAt: now,
      sentAt: sentAt(1000),
      attempts: 1,
    });
    const lamp = (waits: Partial<Waits> = {}) =>
      itemOf({ plan: planItem("lamp", { wave: 90, waits: { accepted: [], settled: [], ...waits } }) });
    const busy = itemOf({ plan: lamp().plan, state: "applying", startedAt: now, sentAt: now });
    const types = ({ effects }: Decision) => effects.map(({ type }) => type);

    test("what AWS took and nobody waits for is read back when all is sent, or 5 seconds after its call", () => {
      const decision = ask(operation([bell, busy]), ["lamp"], ["bell"]);
      expect(decision).toMatchObject({ effects: [], isSending: true, wakeAt: new Date(now.getTime() + 4000) });
      const late = { ...bell, sentAt: sentAt(5000) };
      expect(types(ask(operation([late, busy]), ["lamp"], ["bell"]))).toEqual(["look"]);
      expect(types(ask(operation([bell, busy]), ["lamp"], ["bell"], { pace: () => 0.2 }))).toEqual(["look"]);
      const done = itemOf({ plan: lamp().plan, state: "settling", startedAt: now, sentAt: now });
      const after = ask(operation([bell, done]), [], ["bell", "lamp"]);
      expect(after.isSending).toBe(false);
      expect(types(after)).toEqual(["look", "look"]);
    });

    test("what somebody waits for is not put off, nor what AWS did not answer, nor a step before the last", () => {
      expect(types(ask(operation([bell, lamp({ settled: ["test.bell"] })]), [], ["bell"]))).toEqual(["look"]);
      const named = itemOf({ plan: { ...lamp().plan, after: ["bell"] } });
      expect(types(ask(operation([bell, named]), [], ["bell"]))).toEqual(["look"]);
      expect(types(ask(operation([bell, busy]), ["lamp"]))).toEqual(["look"]);
      const first = { ...bell, plan: { ...bell.plan, steps: [...bell.plan.steps, ...bell.plan.steps] } };
      expect(types(ask(operation([first, busy]), ["lamp"]))).toEqual(["look"]);
    });

    test("it gives way to other regions of the operation as well", () => {
      expect(types(ask(operation([bell]), [], ["bell"], { othersSend: true }))).toEqual([]);
      expect(types(ask(operation([bell]), [], ["bell"]))).toEqual(["look"]);
    });

    test("a clock that was set back puts nothing off", () => {
      const ahead = { ...bell, sentAt: new Date(now.getTime() + 3_600_000) };
      expect(types(ask(operation([ahead, busy]), ["lamp"], ["bell"]))).toEqual(["look"]);
    });

    test("what waits for capacity, perhaps for hours, is nothing that is to be sent", () => {
      const deferred = itemOf({ plan: lamp().plan, state: "deferred", startedAt: now, notBefore: sentAt(-60_000) });
      expect(types(ask(operation([bell, deferred]), [], ["bell"]))).toEqual(["look"]);
    });
  });

  describe("glances", () => {
    const withGlance = { ...adapter, glance: async () => new Map() };
    const settling = itemOf({ plan: planItem("bell"), state: "settling", startedAt: now, sentAt: now, attempts: 1 });
    const lamp = itemOf({
      plan: planItem("lamp", { kind: "test.siren", wave: 90, waits: { accepted: [], settled: ["test.lamp"] } }),
    });
    const glancing = { adapterFor: () => withGlance };
    const isGlance = ({ effects }: Decision) => effects.map((effect) => effect.type === "look" && effect.isGlance);

    test("are for steps that were sent, of kinds that have them", () => {
      expect(isGlance(ask(operation([settling]), [], [], glancing))).toEqual([true]);
      expect(isGlance(ask(operation([settling])))).toEqual([false]);
      for (const state of ["applying", "deferred"] as const) {
        expect(isGlance(ask(operation([{ ...settling, state }]), [], [], glancing)), state).toEqual([false]);
      }
      const unchecked = itemOf({ plan: planItem("bell"), checked: false, holdId: null });
      expect(isGlance(ask(operation([unchecked]), [], [], glancing))).toEqual([false]);
    });

    test("what one saw in effect holds nobody up, and is then read whole", () => {
      const seen = { ...glancing, told: new Map([["bell", "inEffect" as const]]) };
      expect(sent(ask(operation([settling, lamp]), [], [], glancing))).toEqual([]);
      expect(sent(ask(operation([settling, lamp]), [], [], seen))).toEqual(["lamp"]);
      expect(isGlance(ask(operation([settling]), [], [], seen))).toEqual([false]);
      // What is to be sent once more is not in effect.
      const again = { ...settling, state: "waiting" as const, notBefore: new Date(now.getTime() + 1000) };
      expect(sent(ask(operation([again, lamp]), [], [], seen))).toEqual([]);
    });
  });

  test("after a crash what was said to be sent is looked at, never sent from memory", () => {
    const items = [itemOf({ plan: planItem("a"), state: "applying", startedAt: now, attempts: 1 })];
    expect(ask(operation(items)).effects.map((effect) => effect.type)).toEqual(["look"]);
  });

  test("what is in flight is left alone", () => {
    const items = [itemOf({ plan: planItem("a"), state: "applying", startedAt: now, attempts: 1 })];
    expect(ask(operation(items), ["a"])).toMatchObject({ effects: [], wakeAt: null, finished: false });
  });

  test("a cancel takes out what was not begun and follows the rest to its end", () => {
    const items = [
      itemOf({ plan: planItem("begun"), state: "settling", startedAt: now, attempts: 1 }),
      itemOf({ plan: planItem("later", { wave: 90 }) }),
    ];
    const decision = ask(operation(items, { cancelRequested: true }));
    expect(decision.cancel.map((item) => item.plan.resourceId)).toEqual(["later"]);
    const after = operation([items[0] ?? itemOf({ plan: planItem("x") })], { cancelRequested: true });
    expect(ask(after).effects.map((effect) => effect.type)).toEqual(["look"]);
  });

  test("is finished when all are settled", () => {
    const items = [itemOf({ plan: planItem("a"), state: "done" }), itemOf({ plan: planItem("b"), state: "skipped" })];
    expect(ask(operation(items)).finished).toBe(true);
  });
});
