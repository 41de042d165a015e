import { afterAll, beforeAll, expect, test } from "vitest";
import { endpoints } from "../contract/endpoints";
import type { WirePrices } from "../contract/prices";
import { readOverrides } from "../costs/prices/overrides";
import { handle } from "../http/handle";
import { accountId, regions, type SandboxStandby, sandboxStandby } from "../testing/sandbox-standby";
import { getPrices } from "./get-prices";
import { readPart } from "./scan-inventory";

let standby: SandboxStandby;

beforeAll(async () => {
  standby = await sandboxStandby();
  await readPart(standby.deps, { accountId, regions });
}, 60_000);
afterAll(() => standby.close());

const prices = (query = {}) => getPrices(standby.deps, standby.as("viewer"), { query });

test("every resource is counted once, and what has no price is listed with a reason", async () => {
  const { coverage, unpriced, unpricedInAll } = await prices();
  const resources = await standby.store.inventory.summaries([]);
  expect(coverage.resources).toBe(resources.length);
  const without = await Promise.all(resources.map(({ id }) => standby.store.inventory.get(id)));
  expect(coverage.resources - coverage.priced).toBe(without.filter((one) => one?.estimate.unpriced).length);
  expect(unpriced.length).toBe(unpricedInAll);
  expect(unpriced.length).toBeGreaterThan(0);
  for (const { reason, resources, title, region } of unpriced) {
    expect([reason.endsWith("."), resources > 0, title !== "", region !== ""]).toEqual([true, true, true, true]);
  }
  const counts = unpriced.map(({ resources }) => resources);
  expect(counts).toEqual([...counts].sort((one, other) => other - one));
});

test("on the sandbox the catalogue is all there is, and it says so", async () => {
  expect(await prices()).toMatchObject({
    negotiated: null,
    priceList: { state: "sandbox", askedAt: null, read: 0, without: 0, due: 0, fault: null },
    catalogue: { asOf: "2026-10-06" },
  });
  expect((await prices()).catalogue.prices).toBeGreaterThan(25_000);
});

test("negotiated prices are shown as they are in force", async () => {
  const entries = [
    { table: "ec2.linux", key: "t3.medium", region: "eu-*", rate: "0.03" },
    { table: "*", key: "*", discountPercent: "5" },
  ];
  const text = JSON.stringify({ title: "EDP 2026", asOf: "2026-10-01", prices: entries });
  const overrides = readOverrides(text, "prices.json");
  const deps = { ...standby.deps, prices: { ...standby.deps.prices, overrides } };
  expect((await getPrices(deps, standby.as("viewer"), { query: {} })).negotiated).toEqual({
    title: "EDP 2026",
    asOf: "2026-10-01",
    entries: [
      { table: "ec2.linux", key: "t3.medium", region: "eu-*", rate: "0.03", discountPercent: null },
      { table: "*", key: "*", region: "*", rate: null, discountPercent: "5" },
    ],
  });
});

test("an account may be named by its name; one that is not there is said", async () => {
  expect((await prices({ account: "tidewater" })).coverage).toEqual((await prices()).coverage);
  await expect(prices({ account: "nobody" })).rejects.toThrow("There is no account nobody");
});

test("it is on the wire", async () => {
  const request = new Request("http://standby.local/api/v1/prices", { headers: await standby.bearer("viewer") });
  const response = await handle(endpoints.getPrices, async () => standby.app)(request, { params: Promise.resolve({}) });
  expect(response.status).toBe(200);
  const json = (await response.json()) as WirePrices;
  expect(endpoints.getPrices.response.parse(json)).toEqual(json);
});
