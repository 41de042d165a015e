import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Account } from "../core/account";
import type { CostLine, Estimate } from "../core/money";
import { estimate } from "../costs/estimate";
import type { PriceAnswer, PriceList } from "../costs/prices/ports";
import type { PriceQuestion } from "../costs/prices/question";
import * as make from "../store/store-fixtures";
import { type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { getPrices } from "./get-prices";
import { priceListState, refreshPrices } from "./refresh-prices";

let standby: SandboxStandby;
let asked: { readonly accountId: string; readonly question: PriceQuestion }[];
let answer: (accountId: string, question: PriceQuestion) => PriceAnswer;

const day = 24 * 3_600_000;
const denied: PriceAnswer = {
  outcome: "failed",
  fault: { code: "denied", reason: "Not allowed", remedy: "Allow it", action: "pricing:GetProducts" },
};
const found: PriceAnswer = { outcome: "found", rate: "0.05", sku: "SKU1", asOf: "2026-11-01" };

const priceList: PriceList = {
  ask: async (accountId, question) => {
    asked.push({ accountId, question });
    return { requests: 1, ...answer(accountId, question) };
  },
};
const deps = () => ({ ...standby.deps, priceList });

beforeEach(async () => {
  standby = await sandboxStandby();
  asked = [];
  answer = () => found;
});
afterEach(() => standby.close());

function connect(id: string, credentials: Account["credentials"] = { type: "environment" }): Promise<void> {
  return standby.store.accounts.create(make.account({ id, name: id, credentials }), make.audit({ subject: id }));
}

const line = (table: string, key: string): CostLine => {
  return { label: "Hours", note: key, price: { table, key }, quantity: 1, unit: "hour", stopsWhenPaused: true };
};

/** One resource with these lines, at today's prices. */
async function seen(name: string, lines: readonly CostLine[], region = "us-east-1"): Promise<void> {
  const made: Estimate = estimate(region, lines, standby.deps.prices.book());
  const record = make.resource(name, { id: name, accountId: "acc_aws", region, estimate: made, ownerId: null });
  await standby.store.inventory.upsert([{ ...record, holdId: null }]);
}

const names = () => asked.map(({ question }) => question.filters.instanceType);
const prices = (query = {}) => getPrices(deps(), standby.as("viewer"), { query });

test("only an account of AWS is asked, and only for what the inventory has", async () => {
  await seen("one", [line("ec2.linux", "t3.medium")]);
  await refreshPrices(deps());
  expect(asked).toEqual([]);
  expect((await prices()).priceList).toMatchObject({ state: "sandbox", due: 0 });
  await connect("acc_aws");
  expect((await prices()).priceList).toMatchObject({ state: "unasked", due: 1 });
  await refreshPrices(deps());
  expect(asked).toMatchObject([{ accountId: "acc_aws", question: { region: "us-east-1", serviceCode: "AmazonEC2" } }]);
  expect(names()).toEqual(["t3.medium"]);
});

test("what was read is the price from then on, in this process at once and in others in time, for a week", async () => {
  await connect("acc_aws");
  await seen("one", [line("ec2.linux", "t3.medium")]);
  await refreshPrices(deps());
  const price = () => standby.deps.prices.book().price("ec2.linux", "t3.medium", "us-east-1");
  expect(price()).toMatchObject({ rate: "0.05", source: { title: "AWS price list, read 2026-11-20" } });
  const told = (await standby.store.prices.list())[0];
  if (!told) throw new Error("Nothing was kept");
  await standby.store.prices.keep([{ ...told, rate: "0.06" }]);
  standby.clock.advance(6 * 60_000);
  price();
  await expect.poll(() => price()?.rate).toBe("0.06");
  await refreshPrices(deps());
  expect(asked).toHaveLength(1);
  standby.clock.advance(7 * day);
  await refreshPrices(deps());
  expect(asked).toHaveLength(2);
});

test("what has no price is asked for first, what the list cannot have never", async () => {
  await connect("acc_aws");
  const types = Array.from({ length: 40 }, (_, index) => line("ec2.linux", index === 0 ? "t3.medium" : `t3.${index}`));
  await seen("many", types);
  await seen("other", [line("rds.auroraServerlessV2", "acu"), { ...line("ec2.linux", "x"), price: null }]);
  await seen("china", [line("ec2.linux", "t3.large")], "cn-north-1");
  await refreshPrices(deps());
  expect(asked).toHaveLength(30);
  expect(names()).not.toContain("t3.medium");
  await refreshPrices(deps());
  expect(asked).toHaveLength(40);
  expect(names().at(-1)).toBe("t3.medium");
});

describe("what goes wrong", () => {
  beforeEach(async () => {
    await connect("acc_aws");
    await seen("one", [line("ec2.linux", "t3.medium"), line("ec2.linux", "t99.huge")]);
  });

  test("a denial is kept, the catalogue stays, and it is asked again after six hours", async () => {
    answer = () => denied;
    await refreshPrices(deps());
    await refreshPrices(deps());
    expect(asked).toHaveLength(1);
    expect((await prices()).priceList).toMatchObject({
      state: "denied",
      read: 0,
      due: 2,
      fault: { action: "pricing:GetProducts" },
    });
    expect(standby.deps.prices.book().price("ec2.linux", "t3.medium", "us-east-1")?.rate).toBe("0.0416");
    standby.clock.advance(6 * 3_600_000);
    answer = () => found;
    await refreshPrices(deps());
    expect(asked).toHaveLength(3);
    expect((await prices()).priceList).toMatchObject({ state: "answered", read: 2, due: 0, fault: null });
  });

  test("where one account is denied, the next one answers for all", async () => {
    await connect("acc_other");
    answer = (accountId) => (accountId === "acc_aws" ? denied : found);
    await refreshPrices(deps());
    expect(asked.map(({ accountId }) => accountId)).toEqual(["acc_aws", "acc_other", "acc_other"]);
    expect(await priceListState(deps())).toMatchObject({ accountId: "acc_other", fault: null });
  });

  test("a throttle ends the run, keeps what was known, and waits an hour", async () => {
    let calls = 0;
    const fault = { code: "throttled", reason: "Too fast", remedy: "Wait" } as const;
    answer = () => (++calls === 1 ? found : { outcome: "failed", fault });
    await refreshPrices(deps());
    expect(await standby.store.prices.list()).toHaveLength(1);
    expect((await prices()).priceList).toMatchObject({ state: "failed", read: 1, fault: { code: "throttled" } });
    standby.clock.advance(59 * 60_000);
    await refreshPrices(deps());
    expect(asked).toHaveLength(2);
  });

  test("no price and several are kept with the reason, beside the catalogue's price", async () => {
    const reason = "AWS's price list has 2 that fit: SKU1, SKU2";
    answer = () => ({ outcome: "none", reason });
    await refreshPrices(deps());
    expect(standby.deps.prices.book().price("ec2.linux", "t3.medium", "us-east-1")?.rate).toBe("0.0416");
    expect(await prices()).toMatchObject({
      coverage: { resources: 1, priced: 0 },
      priceList: { state: "answered", read: 0, without: 2 },
      unpriced: [
        {
          table: "ec2.linux",
          key: "t99.huge",
          region: "us-east-1",
          resources: 1,
          reason: expect.stringContaining(reason),
        },
      ],
    });
  });
});
