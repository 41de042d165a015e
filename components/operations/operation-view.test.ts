import { describe, expect, test } from "vitest";
import { operationItem, wireOperation } from "./builders";
import { logLines } from "./log-lines";
import { operationPanes } from "./panes";
import { clockOf, elapsedOf, operationWaves, progressOf, secondsLeft, sectionsOf, segmentsOf } from "./sections";
import { announcement, operationTitle, operationWord, policyFor, undoWord } from "./words";

const now = "2026-11-20T18:20:48.000Z";

describe("sections", () => {
  test("every item is in exactly one, what needs somebody first", () => {
    const items = (["done", "failed", "applying", "settling", "waiting", "skipped"] as const).map((state, index) =>
      operationItem({ name: `r${index}`, state }),
    );
    const sections = sectionsOf(items);
    expect(Object.keys(sections)[0]).toBe("needsYou");
    expect(Object.values(sections).map((section) => section.length)).toEqual([1, 2, 1, 1, 1]);
  });

  test("the progress line has one segment for each resource", () => {
    const { counts } = wireOperation({
      counts: { total: 39, done: 34, changing: 3, deferred: 0, failed: 2, waiting: 0, skipped: 0 },
    });
    expect(segmentsOf(counts)).toEqual([
      { tone: "done", count: 34 },
      { tone: "changing", count: 3 },
      { tone: "needsYou", count: 2 },
    ]);
  });
});

describe("time", () => {
  test("elapsed ends with the result and begins with the first call", () => {
    const started = "2026-11-20T18:14:00.000Z";
    expect(elapsedOf({ startedAt: null, settledAt: null }, now)).toBeNull();
    expect(elapsedOf({ startedAt: started, settledAt: null }, now)).toBe(408);
    expect(elapsedOf({ startedAt: started, settledAt: "2026-11-20T18:15:12.000Z" }, now)).toBe(72);
  });

  test("a bar is never full before AWS says so", () => {
    const item = operationItem({ state: "settling", startedAt: "2026-11-20T17:00:00.000Z", expectedSeconds: 60 });
    expect(progressOf(item, now)).toBe(0.97);
  });

  test("what is left: the slowest of each open wave, one after the other; nothing once it is over", () => {
    const resources = [
      operationItem({
        name: "a",
        wave: 1,
        state: "settling",
        startedAt: "2026-11-20T18:20:18.000Z",
        expectedSeconds: 70,
      }),
      operationItem({ name: "b", wave: 2, state: "waiting", expectedSeconds: 120 }),
      operationItem({ name: "c", wave: 2, state: "waiting", expectedSeconds: 30 }),
    ];
    expect(secondsLeft(wireOperation({ state: "running", resources }), now)).toBe(160);
    expect(secondsLeft(wireOperation({ state: "partial", resources }), now)).toBeNull();
  });

  test("a clock in minutes, with hours when there are some", () => {
    expect([clockOf(7), clockOf(176), clockOf(3729)]).toEqual(["0:07", "2:56", "1:02:09"]);
  });
});

test("waves run backwards on a start and say what stands in them", () => {
  const resources = [
    operationItem({ name: "a", wave: 1, waveTitle: "Alarms", state: "failed" }),
    operationItem({
      name: "b",
      wave: 5,
      state: "done",
      startedAt: "2026-11-20T18:14:00.000Z",
      settledAt: "2026-11-20T18:15:00.000Z",
    }),
  ];
  const waves = operationWaves(wireOperation({ action: "resume", resources }), now);
  expect(waves.map(({ wave, tone, done }) => [wave, tone, done])).toEqual([
    [5, "done", 1],
    [1, "needsYou", 0],
  ]);
  expect(waves[0]?.seconds).toBe(60);
  expect(waves[1]?.seconds).toBeNull();
});

describe("words", () => {
  const counts = { total: 39, done: 34, changing: 3, deferred: 0, failed: 2, waiting: 0, skipped: 0 };
  test("the title says what is true now", () => {
    expect(operationTitle(wireOperation({ state: "running", counts }))).toBe("Stopping dev. 34 of 39 paused.");
    expect(operationTitle(wireOperation({ state: "partial", counts }))).toBe("dev is partly done. 34 of 39 paused.");
    const all = { ...counts, done: 39, changing: 0, deferred: 0, failed: 0 };
    expect(operationTitle(wireOperation({ state: "succeeded", counts: all }))).toBe("dev is paused. 39 of 39.");
    expect(
      operationTitle(wireOperation({ state: "succeeded", action: "resume", title: "Start dev", counts: all })),
    ).toBe("dev is running. 39 of 39.");
  });

  test("an operation that left something is never shown as paused", () => {
    expect(operationWord({ state: "partial", action: "pause" })).toEqual({ state: "warn", word: "Partly done" });
  });

  test("undo, the announcement and the policy", () => {
    expect(undoWord(wireOperation({ counts }))).toBe("Undo: start these 34 again");
    expect(announcement(wireOperation({ counts }))).toBe("Stopping dev. 34 of 39 paused. 3 changing. 2 need you.");
    expect(JSON.parse(policyFor("sagemaker:DeleteEndpoint")).Action).toEqual(["sagemaker:DeleteEndpoint"]);
  });
});

test("windows follow the states", () => {
  const resources = [
    operationItem({ name: "a", state: "done" }),
    operationItem({ name: "b", state: "settling" }),
    operationItem({ name: "c", state: "failed" }),
    operationItem({ name: "d", state: "waiting" }),
  ];
  const states = operationPanes({ action: "pause", resources }).map((pane) => pane.state);
  expect(states).toEqual(["paused", "changing", "failed", "running"]);
});

test("the log leaves out steps without a text and readings that find the same", () => {
  const event = (seq: number, state: string, text: string, resourceId: string | null = "r1") => ({
    seq,
    at: now,
    type: "item" as const,
    resourceId,
    state,
    text,
  });
  const events = [
    event(1, "applying", ""),
    event(2, "settling", ""),
    event(3, "applying", "2 of 3 running"),
    event(4, "settling", "2 of 3 running", "r2"),
    event(5, "settling", "2 of 3 running"),
    event(6, "settling", "0 of 3 running"),
    event(7, "done", ""),
    event(8, "succeeded", "", null),
  ];
  expect(logLines(events).map(({ seq }) => seq)).toEqual([3, 4, 6, 7, 8]);
});
