import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToString } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { keys } from "@/components/data/keys";
import type { WireEstimate, WireEstimates } from "@/server/contract/estimates";
import { EstimatesScreen } from "./estimates-screen";
import { coverageWord, type EstimatesView, estimatesHref, estimatesQueryOf, readEstimatesView } from "./view";

const usd = (micro: number) => ({ amount: (micro / 1e6).toFixed(6), currency: "USD" as const });
const rate = (micro: number) => ({ hourly: usd(micro), daily: usd(micro * 24), monthly: usd(micro * 730) });
const unknown = { hourly: null, daily: null, monthly: null };
const some: WireEstimate = {
  ...{ resources: 3, priced: 2, current: rate(1_000_000), running: rate(900_000), paused: rate(100_000) },
  ...{ saved: rate(500_000), optimised: rate(400_000) },
};
const none = { resources: 1, priced: 0, current: unknown, running: unknown, paused: unknown, saved: unknown };
const estimates: WireEstimates = {
  ...{ by: "service", tag: null, rest: null, total: { ...some, resources: 4 }, coverage: 0.5, tags: ["Environment"] },
  items: [
    { key: "Amazon EC2", name: "Amazon EC2", ...some },
    { key: "Amazon FSx", name: "Amazon FSx", ...none, optimised: unknown },
  ],
  unpriced: { count: 2, items: [{ id: "res_1", name: "share", kind: "fsx.fileSystem", account: "tidewater" }] },
  ...{ prices: "List prices of 20 Jul 2026.", method: "List prices times what was last seen." },
};
const view: EstimatesView = { by: "service", tag: null, account: null, group: null };

function html(data: WireEstimates, of = view): string {
  const client = new QueryClient();
  client.setQueryData([...keys.estimates, estimatesQueryOf(of)], data);
  const lastScanAt = "2026-11-20T19:00:00.000Z";
  client.setQueryData(keys.accounts, { items: [{ id: "acc_1", name: "tidewater", lastScanAt }] });
  return renderToString(
    <QueryClientProvider client={client}>
      <EstimatesScreen view={of} />
    </QueryClientProvider>,
  );
}

function shown(data: WireEstimates): string {
  return html(data)
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");
}

describe("what runs now", () => {
  test("is told by the month, with what pauses take away and how much of it has a price", () => {
    const text = shown(estimates);
    for (const word of [
      "$730 .00",
      "$1.0000 an hour, $24.00 a day",
      "$365 .00",
      "$292 .00",
      "50 %",
      "2 of 4 resources",
    ])
      expect(text).toContain(word);
    expect(text).toContain("List prices times what was last seen. List prices of 20 Jul 2026.");
  });

  test("without a price is no zero, and its names are listed", () => {
    const text = shown(estimates);
    expect(text).toContain("FSx 1 resource , 1 without a price no price no price");
    expect(text).toContain("2 resources without a price are not in these figures, or only in part");
    expect(text).toContain("share fsx.fileSystem , tidewater and 1 more");
    expect(text).not.toContain("$0.00");
  });

  test("links to the resources of the account and group that are shown, and calls services as the costs do", () => {
    const items = [{ key: "ec2.instance", name: "EC2 instances", ...some }];
    const of = { ...view, by: "kind" as const, account: "acc_1", group: "dev" };
    expect(html({ ...estimates, by: "kind", items }, of)).toContain(
      'href="/resources?account=acc_1&amp;group=dev&amp;kind=ec2.instance"',
    );
    expect(html(estimates)).toContain('title="Amazon EC2"');
  });

  test("say how old the oldest look is that they are made of", () => {
    expect(shown(estimates)).toMatch(/Estimated , read \S+/);
  });

  test("is nothing while nothing was found", () => {
    expect(shown({ ...estimates, total: { ...some, resources: 0 } })).toContain("Nothing was found yet");
  });

  test("what is shown is in its address, and a tag needs its key", () => {
    const tagged: EstimatesView = { by: "tag", tag: "Cost Centre", account: "acc_1", group: "dev" };
    expect(readEstimatesView(new URL(estimatesHref(tagged), "http://standby.local").searchParams)).toEqual(tagged);
    expect(readEstimatesView(new URLSearchParams("by=tag"))).toEqual(view);
    expect(estimatesHref(view)).toBe("/costs/now");
  });

  test("never rounds to all where something is missing", () => {
    expect([null, 0, 0.004, 0.5, 0.9999, 1].map(coverageWord)).toEqual([
      "nothing",
      "0 %",
      "<1 %",
      "50 %",
      "99 %",
      "100 %",
    ]);
  });
});
