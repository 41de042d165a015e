import { describe, expect, it } from "vitest";
import type { WireNotice } from "@/server/contract/notices";
import type { WireQueued } from "@/server/contract/queue";
import { moneyWords, noticeWord, queueWords, toTell } from "./notices";

const now = "2026-11-20T18:12:00.000Z";

function notice(some: Partial<WireNotice>): WireNotice {
  return {
    id: `ntc_${some.name ?? "catalog-db"}`,
    at: "2026-11-20T17:12:00.000Z",
    kind: "woke",
    resourceId: "res_1",
    name: "catalog-db",
    accountId: "acc_1",
    account: "main",
    groupId: "grp_1",
    group: "staging",
    text: "",
    operationId: null,
    endedAt: null,
    ...some,
  };
}

describe("what happened by itself", () => {
  it("is told while it holds, however old, and for three days when it is over", () => {
    const old = "2026-11-01T00:00:00.000Z";
    const all = [
      notice({ name: "holds", at: old }),
      notice({ name: "over", at: old, endedAt: old }),
      notice({ name: "again", kind: "pausedAgain", endedAt: now }),
      notice({ name: "again-old", kind: "pausedAgain", at: old }),
    ];
    expect(toTell(all, null, now).map(({ name }) => name)).toEqual(["holds", "again"]);
  });

  it("is that of the account which is looked at", () => {
    const all = [notice({}), notice({ name: "other", accountId: "acc_2" })];
    expect(toTell(all, "acc_2", now).map(({ name }) => name)).toEqual(["other"]);
  });

  it("asks for somebody only where something still runs", () => {
    expect([noticeWord("woke").state, noticeWord("appeared").state]).toEqual(["warn", "warn"]);
    expect([noticeWord("pausedAgain").state, noticeWord("honoured").state]).toEqual(["paused", "running"]);
  });
});

describe("what waits for AWS", () => {
  const queued = (name: string, accountId = "acc_1") => ({ name, accountId }) as WireQueued;

  it("is told by its number and a few names", () => {
    expect(queueWords([queued("gpu-1"), queued("gpu-2"), queued("gpu-3")], null)).toEqual({
      word: "3 wait for AWS",
      names: "gpu-1, gpu-2 and 1 more",
    });
    expect(queueWords([queued("gpu-1")], null)?.word).toBe("1 waits for AWS");
  });

  it("is nothing where nothing waits, in the account that is looked at", () => {
    expect(queueWords([], null)).toBeNull();
    expect(queueWords([queued("gpu-1")], "acc_2")).toBeNull();
  });
});

describe("what it cost", () => {
  it("is a line for what nobody expected and one for budgets, of many the largest, and none where there is nothing", () => {
    const none = { count: 0, text: null };
    expect(moneyWords({ anomalies: none, budgets: none })).toEqual([]);
    const anomalies = { count: 1, text: "Amazon SageMaker cost $161.58." };
    const budgets = { count: 2, text: "dev has passed 80 %." };
    expect(moneyWords({ anomalies, budgets })).toEqual([
      { word: "1 thing on the bill that nobody expected", text: "Amazon SageMaker cost $161.58." },
      { word: "2 budgets passed a threshold", text: "Most of all: dev has passed 80 %." },
    ]);
  });
});
