import { describe, expect, it, vi } from "vitest";
import { wireOperation } from "@/components/operations/builders";
import type { WireCounts, WireRocker } from "@/server/contract/overview";
import { few, reasonsOf } from "./not-read";
import { halvesOf, type RockerHands, type RockerScope } from "./rockers";
import { houseWords, savedThisMonth, sentence, wakesIn } from "./words";

const usd = (amount: string) => ({ amount, currency: "USD" as const });

function counts(some: Partial<WireCounts>): WireCounts {
  const none = { running: 0, paused: 0, changing: 0, drifted: 0, unknown: 0, alwaysOn: 0, failed: 0, protected: 0 };
  const { protected: _, total: __, ...states } = { ...none, total: 0, ...some };
  const total = Object.values(states).reduce((sum, count) => sum + count, 0);
  return { ...none, total, ...some };
}

function rocker(some: Partial<WireRocker>): WireRocker {
  return { canStop: 0, stopSaves: usd("0.000000"), canStart: 0, startCosts: usd("0.000000"), operation: null, ...some };
}

function scope(some: Partial<RockerScope>): RockerScope {
  return {
    name: "dev",
    counts: counts({}),
    rocker: rocker({}),
    protected: false,
    pausedSince: null,
    head: null,
    now: "2026-11-20T18:14:02.000Z",
    wide: false,
    ...some,
  };
}

const hands: RockerHands = { mayPlan: true, asked: null, press: () => {}, undoing: null, undo: () => {} };

describe("a rocker", () => {
  it("raises Stop while everything runs, and asks for a plan when it is pressed", () => {
    const press = vi.fn();
    const { left, right } = halvesOf(
      scope({ counts: counts({ running: 41 }), rocker: rocker({ canStop: 39, stopSaves: usd("5.450000") }) }),
      { ...hands, press },
    );
    expect(left).toMatchObject({ face: "stop", word: "Stop dev", line: "saves $5.45 an hour" });
    expect(right).toMatchObject({ face: "down", tone: "lit", word: "Running", line: "41 resources on" });
    left.onPress?.();
    expect(press).toHaveBeenCalledWith("pause");
    expect(right.onPress).toBeUndefined();
  });

  it("raises Start while everything is paused, and says since when", () => {
    const { left, right } = halvesOf(
      scope({
        counts: counts({ paused: 26 }),
        rocker: rocker({ canStart: 26, startCosts: usd("3.560000") }),
        pausedSince: "since Tue, 20:04",
      }),
      hands,
    );
    expect(left).toMatchObject({ face: "down", word: "Paused", line: "since Tue, 20:04" });
    expect(right).toMatchObject({ face: "start", word: "Start dev", line: "costs $3.56 an hour" });
  });

  it("raises both when it is mixed", () => {
    const mixed = rocker({ canStop: 43, stopSaves: usd("5.960000"), canStart: 27, startCosts: usd("3.610000") });
    const all = halvesOf(scope({ name: "all", rocker: mixed, wide: true }), hands);
    expect([all.left.line, all.right.line]).toEqual(["43 resources, $5.96/h", "27 resources, $3.61/h"]);
    const house = halvesOf(scope({ rocker: mixed }), hands);
    expect([house.left.line, house.right.line]).toEqual(["saves $5.96/h", "costs $3.61/h"]);
  });

  it("says a count, not $0.00, when no price is known", () => {
    const { left } = halvesOf(scope({ rocker: rocker({ canStop: 4 }) }), hands);
    expect(left.line).toBe("4 resources");
  });

  it("leads to the operation that is at work, and offers nothing else", () => {
    const operation = { id: "op_1", action: "pause" as const, done: 34, total: 39 };
    const { left, right } = halvesOf(scope({ rocker: rocker({ operation, canStop: 5 }) }), hands);
    expect(left).toMatchObject({ word: "Stopping", line: "34 of 39", href: "/operations/op_1" });
    expect([left.onPress, right.onPress]).toEqual([undefined, undefined]);
  });

  describe("while nothing was sent yet", () => {
    const operation = { id: "op_1", action: "pause" as const, done: 0, total: 3 };
    const head = wireOperation({ state: "queued", startedAt: null, startsAt: "2026-11-20T18:14:10.000Z" });
    const window = scope({ rocker: rocker({ operation }), head });

    it("counts down and raises Undo", () => {
      const undo = vi.fn();
      const { left, right } = halvesOf(window, { ...hands, undo });
      expect(left).toMatchObject({ word: "Stops in 8 s", line: "nothing sent yet", href: "/operations/op_1" });
      expect(right).toMatchObject({ face: "stop", word: "Undo", line: "keeps it running" });
      right.onPress?.();
      expect(undo).toHaveBeenCalledWith("op_1");
    });

    it("is an operation like any other once the time is over, and for those who only look", () => {
      expect(halvesOf({ ...window, now: head.startsAt }, hands).left.word).toBe("Stopping");
      expect(halvesOf(window, { ...hands, mayPlan: false }).right.onPress).toBeUndefined();
    });

    it("cannot be undone twice", () => {
      expect(halvesOf(window, { ...hands, undoing: "op_1" }).right.busy).toBe(true);
    });
  });

  it("says that it waits when AWS cannot do the rest yet, and does not turn", () => {
    const operation = { id: "op_1", action: "resume" as const, done: 30, total: 32 };
    const counts = { total: 32, done: 30, changing: 0, deferred: 2, failed: 0, waiting: 0, skipped: 0 };
    const head = wireOperation({ action: "resume", counts });
    const { left } = halvesOf(scope({ rocker: rocker({ operation }), head }), hands);
    expect(left).toMatchObject({ glyph: "alwaysOn", word: "Waits for AWS", line: "30 of 32" });
  });

  it("cannot be pressed twice while the plan is made", () => {
    const { left } = halvesOf(scope({ rocker: rocker({ canStop: 1 }) }), { ...hands, asked: "pause" });
    expect(left).toMatchObject({ busy: true, line: "making the plan" });
  });

  it("gives those who may only look nothing to press", () => {
    const { left, right } = halvesOf(scope({ rocker: rocker({ canStop: 1, canStart: 1 }) }), {
      ...hands,
      mayPlan: false,
    });
    expect(left).toMatchObject({ glyph: "lock", line: "operators only" });
    expect([left.onPress, right.onPress]).toEqual([undefined, undefined]);
  });

  it("shows the shield of a protected house", () => {
    const { left } = halvesOf(scope({ protected: true, counts: counts({ running: 48, protected: 48 }) }), hands);
    expect(left).toMatchObject({ glyph: "protected", word: "Protected" });
  });

  it("does not call unknown things stopped", () => {
    const { left, right } = halvesOf(scope({ counts: counts({ unknown: 12 }) }), hands);
    expect(left).toMatchObject({ glyph: "unknown", word: "Unknown", line: "nothing is touched" });
    expect(right.glyph).toBeUndefined();
  });
});

describe("the sentence", () => {
  it("tells every state that is there, and no other", () => {
    const all = counts({ running: 93, paused: 27, alwaysOn: 26, drifted: 1, unknown: 1 });
    expect(sentence(all)).toBe("93 of 148 resources run, 27 are paused, 26 have no stop, 1 drifted, 1 is unknown.");
    expect(sentence(counts({ running: 1 }))).toBe("1 of 1 resource runs.");
  });

  it("does not say that nothing runs when nothing is known", () => {
    expect(sentence(counts({ unknown: 9 }))).toBe("All 9 resources are unknown. Nothing is touched.");
  });

  it("is short under a house", () => {
    expect(houseWords(counts({ running: 41, paused: 1, alwaysOn: 6 }))).toBe("41 on, 1 paused, 6 always on");
    expect(houseWords(counts({}))).toBe("no resources match");
  });
});

it("counts down to what AWS starts again by itself", () => {
  const now = "2026-11-20T18:12:00.000Z";
  expect(wakesIn("2026-11-26T22:12:00.000Z", now)).toBe("in 6 d 4 h");
  expect(wakesIn("2026-11-20T20:17:00.000Z", now)).toBe("in 2 h 5 min");
  expect(wakesIn("2026-11-20T18:11:00.000Z", now)).toBe("any moment now");
});

describe("what was not read", () => {
  const row = (kind: string, region: string, reason = "AWS refused") => ({
    account: "main",
    kind,
    region,
    reason,
    remedy: "Add it",
  });

  it("is told once for each reason, the widest first", () => {
    const reasons = reasonsOf([row("a", "x", "Throttled"), row("a", "x"), row("b", "x"), row("b", "y")]);
    expect(reasons.map(({ reason, reads }) => [reason, reads])).toEqual([
      ["AWS refused", 3],
      ["Throttled", 1],
    ]);
    expect(reasons[0]?.regions).toEqual(["x", "y"]);
  });

  it("names few", () => {
    expect(few(["a"])).toBe("a");
    expect(few(["a", "b"])).toBe("a and b");
    expect(few(["a", "b", "c", "d"])).toBe("a, b and 2 more");
  });
});

describe("what was saved this month", () => {
  it("is a net figure that says what is not in it", () => {
    expect(savedThisMonth({ net: usd("12.400000"), unpriced: 0 })).toBe("$12.40 saved this month");
    expect(savedThisMonth({ net: usd("12.400000"), unpriced: 2 })).toBe(
      "$12.40 saved this month, 2 pauses not counted",
    );
  });

  it("is never zero because a price is missing", () => {
    expect(savedThisMonth({ net: null, unpriced: 1 })).toBe("this month: 1 pause without a price");
    expect(savedThisMonth({ net: usd("0.000000"), unpriced: 0 })).toBeNull();
  });
});
