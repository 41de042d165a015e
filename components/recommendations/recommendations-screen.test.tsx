import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToString } from "react-dom/server";
import { describe, expect, test, vi } from "vitest";
import { keys } from "@/components/data/keys";
import type { WireRecommendation, WireRecommendations } from "@/server/contract/recommendations";
import { RecommendationsScreen } from "./recommendations-screen";
import { partsOf, readWords, sumOf } from "./words";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: () => {} }) }));

const usd = (amount: string) => ({ amount, currency: "USD" as const });

const item = (change: Partial<WireRecommendation> = {}): WireRecommendation => ({
  resourceId: "res_1",
  accountId: "acc_1",
  account: "tidewater",
  region: "us-east-1",
  kind: "rds.instance",
  name: "legacy-wiki",
  type: "db.t3.small",
  advice: "stop",
  why: "Idle for 9 days: connections at most 0, CPU at most 0.9 %",
  remedy: "Pause it; a resume brings it back as it was",
  since: "2026-11-11T19:00:00.000Z",
  schedule: null,
  plannable: true,
  worth: usd("24.820000"),
  atMost: false,
  source: { from: "CloudWatch", days: 9, readAt: "2026-11-20T19:00:00.000Z" },
  ...change,
});

const volume = item({
  resourceId: "res_2",
  name: "parquet-copy",
  kind: "ec2.volume",
  advice: "unattached",
  plannable: false,
  since: null,
  worth: usd("54.000290"),
  source: { from: "inventory", days: null, readAt: "2026-11-20T19:00:00.000Z" },
});

const answer = (
  items: readonly WireRecommendation[],
  change: Partial<WireRecommendations> = {},
): WireRecommendations => ({
  at: "2026-11-20T19:12:00.000Z",
  items: [...items],
  total: { worth: sumOf(items), unpriced: items.filter(({ worth }) => worth === null).length, atMost: false },
  leftOut: { protected: 0, waiting: 0 },
  idleDays: 7,
  read: [],
  method: "Idle is what nobody uses.",
  prices: "List prices of 20 Jul 2026.",
  ...change,
});

function html(data: WireRecommendations, role = "operator"): string {
  const client = new QueryClient();
  client.setQueryData([...keys.recommendations, null], data);
  client.setQueryData(keys.me, { id: "usr_1", name: "Ana", role });
  return renderToString(
    <QueryClientProvider client={client}>
      <RecommendationsScreen account={null} />
    </QueryClientProvider>,
  );
}

function shown(data: WireRecommendations, role = "operator"): string {
  return html(data, role)
    .replaceAll("<!-- -->", "")
    .replaceAll(/<input[^>]*type="checkbox"[^>]*>/g, " [box] ")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");
}

describe("recommendations", () => {
  test("are told by kind of advice, each with why, since when, by what and what it is worth", () => {
    const text = shown(answer([volume, item()]));
    for (const word of [
      "Nobody uses it",
      "legacy-wiki",
      "connections at most 0",
      "Since 11 Nov 2026",
      "CloudWatch, 9 days",
    ])
      expect(text).toContain(word);
    expect(text).toContain("$78 .82");
    expect(text.indexOf("Nobody uses it")).toBeLessThan(text.indexOf("Nothing has it"));
  });

  test("have a box where a plan takes them, and one key for all that nobody uses", () => {
    const text = shown(answer([volume, item()]));
    expect(text.match(/\[box\]/g)).toHaveLength(2);
    expect(text).toContain("Plan a pause of what nobody uses");
    expect(text).toContain("1 resource, $24.82 a month");
    expect(shown(answer([volume]))).not.toContain("Plan a pause");
    expect(shown(answer([item()]), "viewer")).not.toContain("Plan a pause");
  });

  test("of a schedule lead to what its hours would save, and to a plan of the stop where the reader may", () => {
    const schedule = { timezone: "UTC", on: [{ days: ["mon" as const], from: "07:00", to: "19:00" }] };
    const scheduled = item({ advice: "schedule", schedule });
    const text = shown(answer([scheduled, volume]));
    expect(text).toContain("What these hours would save of legacy-wiki Plan the stop of legacy-wiki");
    expect(text).not.toContain("of parquet-copy");
    expect(html(answer([scheduled]))).toContain(
      'href="/savings?id=res_1&amp;zone=UTC&amp;on=mon+07%3A00-19%3A00#what-if"',
    );
    const asViewer = shown(answer([scheduled]), "viewer");
    expect(asViewer).toContain("What these hours would save");
    expect(asViewer).not.toContain("Plan the stop");
    expect(shown(answer([item()]))).not.toContain("What these hours");
  });

  test("without a price are not shown as nothing, and are counted", () => {
    const text = shown(answer([item({ worth: null })]));
    expect(text).toContain("no price");
    expect(text).toContain("1 resource without a price not counted");
    expect(text).not.toContain("$0");
  });

  test("of a part say that their worth is a most, and what lacks a price", () => {
    const text = shown(answer([item({ atMost: true }), item({ resourceId: "res_9", worth: null })]));
    expect(text).toContain("2 resources, up to $24.82 a month, 1 without a price");
    expect(shown(answer([item({ worth: null })]))).not.toContain("no price a month");
  });

  test("say what could not be told, and what is left out", () => {
    const read = {
      ...{ accountId: "acc_1", account: "tidewater", readAt: "2026-11-20T19:00:00.000Z" },
      ...{ idle: 0, busy: 0, young: 0, unknown: 12, asked: 0, askedCost: usd("0.000000") },
      why: { reason: "Standby may not call cloudwatch:GetMetricData", remedy: "Allow it" },
    };
    const text = shown(answer([], { read: [read], leftOut: { protected: 3, waiting: 1 } }));
    expect(text).toContain("Nothing to recommend");
    expect(text).toContain("tidewater: 0 idle, 0 in use, 12 not known.");
    expect(text).toContain("Standby may not call cloudwatch:GetMetricData");
    expect(text).toContain("Left out: 3 protected, 1 that what is paused there may come back to.");
    expect(readWords({ ...read, readAt: null })).toContain("once its resources were read");
    expect(readWords({ ...read, asked: 268, askedCost: usd("0.002680") })).toContain("268 metrics today cost $0.0027");
  });
});

test("sums are exact, whatever is added", () => {
  expect(sumOf([item({ worth: usd("0.000001") }), item({ worth: usd("9007199254.740993") })])).toEqual(
    usd("9007199254.740994"),
  );
  expect(sumOf([item({ worth: null })])).toBeNull();
  expect(partsOf([volume, item()]).map(({ advice }) => advice)).toEqual(["stop", "unattached"]);
});
