import { describe, expect, test } from "vitest";
import { operationItem, wireOperation } from "./builders";
import { consequence, continueWord, keepWord, parentWords, undoWord } from "./follow-up-words";
import { logLines } from "./log-lines";
import { operationPanes } from "./panes";
import {
  clockOf,
  elapsedOf,
  onlyWaits,
  operationWaves,
  progressOf,
  secondsLeft,
  sectionsOf,
  segmentsOf,
  undoSecondsLeft,
} from "./sections";
import { nextTryWords, triesWords } from "./waits-words";
import { announcement, holdsText, operationTitle, operationWord, policyFor, shareWord } from "./words";

const now = "2026-11-20T18:20:48.000Z";

describe("sections", () => {
  test("every item is in exactly one, what needs somebody first", () => {
    const items = (["done", "failed", "applying", "settling", "deferred", "waiting", "skipped"] as const).map(
      (state, index) => operationItem({ name: `r${index}`, state }),
    );
    const sections = sectionsOf(items);
    expect(Object.keys(sections)[0]).toBe("needsYou");
    expect(Object.values(sections).map((section) => section.length)).toEqual([1, 2, 1, 1, 1, 1]);
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
    expect(operationWord(wireOperation({ state: "partial" }))).toEqual({ state: "warn", word: "Partly done" });
  });

  test("undo, the announcement and the policy", () => {
    expect(undoWord(wireOperation({ counts }))).toBe("Undo: start these 34 again");
    expect(announcement(wireOperation({ counts }))).toBe("Stopping dev. 34 of 39 paused. 3 changing. 2 need you.");
    expect(JSON.parse(policyFor("sagemaker:DeleteEndpoint")).Action).toEqual(["sagemaker:DeleteEndpoint"]);
  });
});

describe("the undo window", () => {
  const head = wireOperation({
    state: "queued",
    startedAt: null,
    createdAt: "2026-11-20T18:20:40.000Z",
    startsAt: "2026-11-20T18:20:50.000Z",
    resources: [operationItem({ state: "waiting" })],
  });
  const left = (at: string, change = {}) => undoSecondsLeft({ ...head, ...change }, at);

  test("is told in whole seconds until the first call may be sent", () => {
    expect(left("2026-11-20T18:20:41.200Z")).toBe(9);
    expect(left("2026-11-20T18:20:49.999Z")).toBe(1);
    expect(left("2026-11-20T18:20:50.000Z")).toBeNull();
  });

  test("is never longer than it was, when the browser's clock is slow", () => {
    expect(left("2026-11-20T18:12:00.000Z")).toBe(10);
  });

  test("is over once the operation began or ended", () => {
    expect(left("2026-11-20T18:20:41.000Z", { state: "cancelled" })).toBeNull();
    expect(left("2026-11-20T18:20:41.000Z", { state: "running", startedAt: now })).toBeNull();
  });

  test("has its own words; a screen reader is told no seconds", () => {
    expect(operationTitle(head, 8)).toBe("Stopping dev in 8 s.");
    expect(keepWord(head)).toBe("Undo: keep it running");
    expect(announcement(head, 8)).toBe(announcement(head, 7));
    expect(consequence({ ...head, startsIn: 8 })).toBe(
      "Nothing was sent to AWS yet. Undo takes it back, and nothing is touched.",
    );
    const undone = { ...head, state: "cancelled" } as const;
    expect(operationTitle(undone)).toBe("dev: undone. Nothing was sent.");
    expect(operationWord(undone).word).toBe("Undone");
    expect(continueWord(undone)).toBe("Stop dev after all");
    expect(holdsText({ ...head, holds: 0 })).toContain("is saved before the first call");
    expect(holdsText({ ...undone, holds: 0 })).toBeNull();
  });
});

describe("what waits for AWS", () => {
  const none = { total: 32, done: 30, changing: 0, deferred: 2, failed: 0, waiting: 0, skipped: 0 };
  const head = wireOperation({ action: "resume", title: "Start dev", counts: none });

  test("an operation that only waits is not told as running", () => {
    expect(onlyWaits(head)).toBe(true);
    expect(operationTitle(head)).toBe("dev waits for AWS. 30 of 32 running.");
    expect(operationWord(head)).toEqual({ state: "alwaysOn", word: "Waits for AWS" });
    expect(secondsLeft(head, now)).toBeNull();
    expect(onlyWaits({ ...head, counts: { ...none, changing: 1 } })).toBe(false);
    expect(onlyWaits({ ...head, state: "cancelled" })).toBe(false);
    expect(consequence({ ...head, startsIn: null })).toBe(
      "Stop waiting: these 2 stay paused, and what was saved is kept.",
    );
  });

  test("tells how often it was tried and when it is tried next", () => {
    expect(triesWords({ tries: 1, since: now }, now)).toBe("Tried once.");
    expect(triesWords({ tries: 4, since: "2026-11-20T18:08:48.000Z" }, now)).toBe("Tried 4 times in 12 min.");
    expect(nextTryWords("2026-11-20T18:24:48.000Z", now, "Europe/Berlin")).toBe("Next try in 4 min, at 19:24.");
    expect(nextTryWords(now, now, "UTC")).toBe("The next try is on its way.");
  });

  test("its windows stay as they are: nothing moves in them", () => {
    const resources = [operationItem({ state: "deferred" })];
    expect(operationPanes({ action: "resume", resources })[0]?.state).toBe("paused");
  });
});

describe("what follows an operation", () => {
  const counts = { total: 39, done: 24, changing: 0, deferred: 0, failed: 2, waiting: 13, skipped: 0 };

  test("an undo of what failed on the way has no figure: nothing is done, and something has to come back", () => {
    expect(undoWord({ action: "pause", counts: { ...counts, done: 0 } })).toBe("Undo: start what was stopped");
    expect(undoWord({ action: "resume", counts })).toBe("Undo: stop these 24 again");
  });

  test("what a key does is said before it is pressed", () => {
    const running = { ...wireOperation({ counts: { ...counts, changing: 3, waiting: 10 } }), startsIn: null };
    expect(consequence(running)).toBe("Stop here: 3 finish, 10 do not begin. What is done stays done.");
    const can = { cancel: false, continue: true, retry: false, undo: true };
    expect(consequence({ ...running, state: "cancelled", can })).toContain("opens its plan first");
    const none = { cancel: false, continue: false, retry: false, undo: false };
    expect(consequence({ ...running, state: "succeeded", can: none })).toBeNull();
  });

  test("the operation that it follows is named", () => {
    expect(["continue", "retry", "undo"].map((one) => parentWords(one as "undo"))).toEqual([
      "Continues",
      "Tries again what failed in",
      "Takes back",
    ]);
  });
});

test("an operation with nothing to do says so, and shows no share", () => {
  const counts = { total: 0, done: 0, changing: 0, deferred: 0, failed: 0, waiting: 0, skipped: 0 };
  const empty = wireOperation({ state: "succeeded", counts, resources: [] });
  expect(operationTitle(empty)).toBe("dev: nothing had to be done.");
  expect(operationWord(empty)).toEqual({ state: "alwaysOn", word: "Nothing to do" });
  expect(shareWord(counts)).toBe("nothing to do");
  const left = { ...empty, counts: { ...counts, total: 3, skipped: 3 } };
  expect(operationTitle(left)).toBe("dev: nothing was changed.");
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
