import { expect, test } from "vitest";
import type { EstimateRow, ListPrice } from "../costs/prices/ports";
import * as make from "./store-fixtures";
import type { Bench } from "./store-suite";

const medium: ListPrice = {
  table: "ec2.linux",
  key: "t3.medium",
  region: "us-east-1",
  rate: "0.0416",
  sku: "SKU1",
  asOf: "2026-11-01",
  readAt: make.noon,
  reason: null,
};
const none: ListPrice = { ...medium, key: "t3.huge", rate: null, sku: null, asOf: null, reason: "nothing that fits" };

export function describePrices(get: () => Bench): void {
  const prices = () => get().store.prices;
  const all = async () => [...(await prices().list())].sort((one, other) => (one.key < other.key ? -1 : 1));

  test("what the price list told comes back as it was kept, a price that it has not, too", async () => {
    await prices().keep([medium, none]);
    await prices().keep([]);
    expect(await all()).toEqual([none, medium]);
  });

  test("what is read again takes the place of what there was, in its region alone", async () => {
    const elsewhere = { ...medium, region: "eu-central-1", rate: "0.048" };
    await prices().keep([medium, elsewhere]);
    const cut = { ...medium, rate: "0.04", readAt: make.after(60) };
    await get().other.prices.keep([cut]);
    expect(await prices().list()).toEqual(expect.arrayContaining([elsewhere, cut]));
    expect(await prices().list()).toHaveLength(2);
    await prices().keep([{ ...medium, rate: null, sku: null, reason: "two fit" }]);
    expect((await prices().list()).find(({ region }) => region === "us-east-1")).toMatchObject({ rate: null });
  });

  test("every resource that is there is told with its figures, over pages, and what is gone is not", async () => {
    const { inventory } = get().store;
    const many = Array.from({ length: 1_001 }, (_, index) => make.resource(`i-${index}`));
    await inventory.upsert([...many, make.resource("i-gone", { state: "gone" })]);
    const told: EstimateRow[] = [];
    for await (const row of prices().estimates()) told.push(row);
    expect(told).toHaveLength(1_001);
    const [{ accountId, region, kind, estimate }] = many as [(typeof many)[number]];
    expect(told[0]).toEqual({ accountId, region, kind, estimate });
  });
}
