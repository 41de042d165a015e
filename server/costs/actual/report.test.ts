import { expect, test } from "vitest";
import { periodsOf, tableOf } from "./report";

const periods = periodsOf({ from: "2026-11-19", until: "2026-11-22" }, "day");
const cell = (period: string, amount: number) => ({ period, key: "ec2", name: "EC2", amount });

test("of today nothing is told until AWS charges something, and then it is; a day before without a charge was zero", () => {
  const early = tableOf(periods, [true, true, true], [cell("2026-11-19", 5)], "2026-11-21");
  expect(early.items[0]?.amounts).toEqual([5, 0, null]);
  expect(early.total).toEqual({ amounts: [5, 0, null], total: 5 });
  const later = tableOf(periods, [true, true, true], [cell("2026-11-19", 5), cell("2026-11-21", 1)], "2026-11-21");
  expect(later.total).toEqual({ amounts: [5, 0, 1], total: 6 });
  expect(tableOf(periods, [true, false, true], [], "2026-11-21").total.amounts).toEqual([0, null, null]);
});
