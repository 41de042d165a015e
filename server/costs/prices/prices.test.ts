import { expect, test } from "vitest";
import type { CostLine } from "../../core/money";
import { fakeClock } from "../../testing/fake-clock";
import { estimate } from "../estimate";
import { noOverrides } from "./overrides";
import type { EstimateRow, ListPrice, PriceStore } from "./ports";
import { openPrices } from "./prices";
import { countUses } from "./uses";

const told: ListPrice = {
  table: "ec2.linux",
  key: "t3.medium",
  region: "us-east-1",
  rate: "0.04",
  sku: "SKU1",
  asOf: "2026-11-01",
  readAt: new Date("2026-11-20T05:00:00Z"),
  reason: null,
};
const medium = ["ec2.linux", "t3.medium", "us-east-1"] as const;

const line = (key: string, change: Partial<CostLine> = {}): CostLine => ({
  label: "Hours",
  note: `one ${key}`,
  price: { table: "ec2.linux", key },
  quantity: 1,
  unit: "hour",
  stopsWhenPaused: true,
  ...change,
});
const row = (...lines: readonly CostLine[]): EstimateRow => {
  const place = { accountId: "acc_1", region: "us-east-1", kind: "ec2.instance" };
  return { ...place, estimate: estimate("us-east-1", lines) };
};

async function* each<T>(...all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}

/** A store that can be out of reach, and counts how often it is walked through. */
async function opened(rows: readonly EstimateRow[] = []) {
  const clock = fakeClock(new Date("2026-11-20T12:00:00Z"));
  const kept = { listed: [told] as readonly ListPrice[], isUp: true, walks: 0, serial: 1 };
  const store: PriceStore = {
    list: async () => {
      if (!kept.isUp) throw new Error("The database cannot be reached");
      return kept.listed;
    },
    keep: async () => {},
    estimates: () => {
      kept.walks += 1;
      if (!kept.isUp) throw new Error("The database cannot be reached");
      return each(...rows);
    },
  };
  const prices = await openPrices({ store, serial: async () => kept.serial, clock, overrides: noOverrides });
  return { clock, kept, prices, rate: () => prices.book().price(...medium)?.rate };
}

test("the book is loaded again after five minutes, behind the scenes", async () => {
  const { clock, kept, rate } = await opened();
  kept.listed = [{ ...told, rate: "0.05" }];
  clock.advance(4 * 60_000);
  expect(rate()).toBe("0.04");
  clock.advance(60_000);
  expect(rate()).toBe("0.04");
  await expect.poll(rate).toBe("0.05");
});

test("a database that cannot be reached leaves the book as it was", async () => {
  const { clock, kept, prices, rate } = await opened();
  kept.isUp = false;
  clock.advance(5 * 60_000);
  expect(rate()).toBe("0.04");
  await expect(prices.reload()).rejects.toThrow("cannot be reached");
  expect(rate()).toBe("0.04");
  kept.isUp = true;
  kept.listed = [];
  await prices.reload();
  expect(rate()).toBe("0.0416");
});

test("the inventory is walked through once for each of its changes", async () => {
  const { kept, prices } = await opened([row(line("t3.medium"))]);
  const both = await Promise.all([prices.ofInventory(), prices.ofInventory()]);
  expect([both[0] === both[1], kept.walks]).toEqual([true, 1]);
  kept.serial = 2;
  await prices.ofInventory();
  expect(kept.walks).toBe(2);
});

test("resources are counted once for equal lines, metered ones need no price, unpriced ones are apart", async () => {
  const metered = line("t99.huge", { quantity: "metered" });
  const { uses, counts } = await countUses(
    each(
      row(line("t3.medium"), line("t3.medium")),
      row(line("t3.medium"), line("t98.huge")),
      row(metered, line("x", { price: null, label: "Spot", quantity: 0 })),
    ),
  );
  expect(counts).toEqual([{ accountId: "acc_1", resources: 3, priced: 2 }]);
  expect(uses.map(({ price, label, isPriced, resources }) => [price?.key ?? label, isPriced, resources])).toEqual([
    ["t3.medium", true, 2],
    ["t98.huge", false, 1],
    ["t99.huge", true, 1],
    ["Spot", true, 1],
  ]);
});
