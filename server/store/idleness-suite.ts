import { expect, test } from "vitest";
import type { Idleness, IdleVerdict } from "../core/idleness";
import * as make from "./store-fixtures";
import type { Bench } from "./store-suite";

/** What the daily look at CloudWatch told. */

const verdicts: readonly IdleVerdict[] = [
  {
    verdict: "idle",
    since: "2026-11-11T19:00:00.000Z",
    days: 9,
    saw: [{ label: "CPU at most", unit: "%", metric: "AWS/EC2 CPUUtilization", value: 1.25 }],
  },
  {
    verdict: "busy",
    lastAt: "2026-11-20T18:00:00.000Z",
    saw: [],
    quiet: { nights: { from: 19, until: 6 }, weekends: true, hoursAWeek: 103 },
    usedAtMost: 12.5,
  },
  { verdict: "young", since: "2026-11-19T00:00:00.000Z" },
  { verdict: "unknown", reason: "Denied", remedy: "Allow it" },
];

const row = (resourceId: string, verdict: IdleVerdict | undefined, accountId = "acc_1"): Idleness => ({
  resourceId,
  accountId,
  readAt: make.noon,
  verdict: verdict ?? { verdict: "unknown", reason: "", remedy: "" },
});

const byId = (rows: readonly Idleness[]) =>
  [...rows].sort((one, other) => (one.resourceId < other.resourceId ? -1 : 1));

export function describeIdleness(get: () => Bench): void {
  test("verdicts of each kind come back as they were kept", async () => {
    const { idleness } = get().store;
    const rows = verdicts.map((verdict, index) => row(`res_${index}`, verdict));
    await idleness.keep("acc_1", rows);
    expect(byId(await idleness.list(["acc_1"]))).toEqual(rows);
    expect(await idleness.get("res_1")).toEqual(rows[1]);
    expect(await idleness.get("res_9")).toBeNull();
  });

  test("a new look takes the place of the account's last one, and of no other account's", async () => {
    const { idleness } = get().store;
    const [idle, busy, young] = verdicts;
    await idleness.keep("acc_1", [row("res_1", idle), row("res_2", idle)]);
    await idleness.keep("acc_2", [row("res_3", busy, "acc_2")]);
    await idleness.keep("acc_1", [row("res_2", young)]);
    expect(byId(await idleness.list([]))).toEqual([row("res_2", young), row("res_3", busy, "acc_2")]);
    await idleness.keep("acc_1", []);
    expect(await idleness.list(["acc_1"])).toEqual([]);
  });

  test("of two looks at once one stays as a whole", async () => {
    const { store, other } = get();
    const rows = (verdict: IdleVerdict | undefined) =>
      Array.from({ length: 300 }, (_, index) => row(`res_${1000 + index}`, verdict));
    await Promise.all([
      store.idleness.keep("acc_1", rows(verdicts[0])),
      other.idleness.keep("acc_1", rows(verdicts[2])),
    ]);
    const kept = await store.idleness.list(["acc_1"]);
    expect(kept).toHaveLength(300);
  });
}
