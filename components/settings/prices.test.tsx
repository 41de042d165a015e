import { QueryClientProvider } from "@tanstack/react-query";
import { renderToString } from "react-dom/server";
import { expect, it } from "vitest";
import { createQueryClient } from "@/components/data/data-provider";
import { keys } from "@/components/data/keys";
import type { WirePrices } from "@/server/contract/prices";
import { Prices } from "./prices";

const prices: WirePrices = {
  at: "2026-11-22T05:00:00.000Z",
  coverage: { resources: 339, priced: 278 },
  unpriced: [
    {
      table: "ec2.usageOperation",
      key: "RunInstances:0002/m5.large/default",
      label: "Instance hours",
      region: "eu-central-1",
      kind: "ec2.instance",
      title: "EC2 instance",
      resources: 2,
      reason: "The catalogue has no price for it in this region; AWS's price list was not asked yet.",
    },
  ],
  unpricedInAll: 1,
  negotiated: null,
  priceList: {
    state: "answered",
    askedAt: "2026-11-22T04:00:00.000Z",
    read: 120,
    without: 3,
    due: 7,
    oldestReadAt: "2026-11-17T04:00:00.000Z",
    newestReadAt: "2026-11-22T04:00:00.000Z",
    fault: null,
  },
  catalogue: { prices: 29_884, asOf: "2026-10-06" },
};

function painted(change: Partial<WirePrices> = {}): string {
  const client = createQueryClient();
  client.setQueryData(keys.prices, { ...prices, ...change });
  return renderToString(
    <QueryClientProvider client={client}>
      <Prices />
    </QueryClientProvider>,
  ).replace(/<!-- -->/g, "");
}

it("says how much has a price, and names what has none with its reason", () => {
  const html = painted();
  expect(html).toContain("278 of 339 resources have a price for all that needs one; the others are in no sum.");
  expect(html).toContain("What has no price: 1");
  expect(html).toContain("RunInstances:0002/m5.large/default in eu-central-1, 2 resources");
  expect(html).toContain("was not asked yet.");
});

it("lists the sources in the order in which they count, each with its date", () => {
  const html = painted();
  const places = ["Negotiated", "AWS price list", "Catalogue"].map((title) => html.indexOf(`<h3>${title}</h3>`));
  expect(places).toEqual([...places].sort((one, other) => one - other));
  expect(places[0]).toBeGreaterThan(0);
  expect(html).toContain("120 prices read, 3 that it has none or several for, 7 to be read.");
  expect(html).toContain("29,884 list prices of AWS that come with Standby, the newest of 2026-10-06");
});

it("names what is missing where AWS's price list may not be asked", () => {
  const fault = {
    code: "denied",
    reason: "Not allowed to call it.",
    remedy: "Allow pricing:GetProducts.",
    action: "x",
  };
  const html = painted({ priceList: { ...prices.priceList, state: "denied", read: 0, without: 0, fault } });
  expect(html).toContain("Not allowed to ask, 7 to be read. 0 prices read; where it has none, the catalogue counts.");
  expect(html).toContain("Allow pricing:GetProducts.");
});

it.each([
  ["sandbox", "no account of AWS is connected"],
  ["unasked", "Not asked yet, 7 to be read."],
  ["failed", "The last question failed"],
] as const)("says it plainly when the price list is %s", (state, words) => {
  expect(painted({ priceList: { ...prices.priceList, state } })).toContain(words);
});

it("shows negotiated prices as they are in force", () => {
  const entries = [
    { table: "ec2.linux", key: "m5.large", region: "eu-central-1", rate: "0.08", discountPercent: null },
    { table: "*", key: "*", region: "*", rate: null, discountPercent: "7.5" },
  ];
  const html = painted({ negotiated: { title: "EDP 2026", asOf: "2026-11-01", entries } });
  expect(html).toContain("EDP 2026, since 2026-11-01: 2 entries");
  expect(html).toContain("ec2.linux m5.large in eu-central-1: $0.08 a unit");
  expect(html).toContain("* * in every region: 7.5 % off the list price");
});

it("is quiet about what is complete, and about an empty inventory", () => {
  const none = { unpriced: [], unpricedInAll: 0 };
  const html = painted({ ...none, coverage: { resources: 5, priced: 5 } });
  expect(html).toContain("Each of the 5 resources has its price.");
  expect(html).not.toContain("What has no price");
  expect(painted({ ...none, coverage: { resources: 0, priced: 0 } })).toContain("Nothing was read yet");
});
