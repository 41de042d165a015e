import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToString } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { keys } from "@/components/data/keys";
import type { WireReconciliation, WireSavings, WireSavingsEntry, WireSavingsReport } from "@/server/contract/savings";
import { entriesSize } from "./entries-size";
import { SavingsScreen } from "./savings-screen";
import { stretchWord } from "./words";

const usd = (amount: string) => ({ amount, currency: "USD" as const });
const known: WireSavings = {
  realised: usd("10.000000"),
  running: usd("3.500000"),
  missed: usd("1.250000"),
  restart: usd("0.500000"),
  net: usd("13.000000"),
  unpriced: 0,
};
const unknown = { realised: null, running: null, missed: null, restart: null, net: null, unpriced: 1 };

const report = (by: "kind" | "resource", items: WireSavingsReport["items"], total: WireSavings): WireSavingsReport => ({
  ...{ from: "2026-11-01T00:00:00.000Z", until: "2026-11-20T19:12:00.000Z", by, items, total },
  expected: { until: "2026-12-01T00:00:00.000Z", amount: usd("25.760000"), pauses: 1, unpriced: 0 },
  method: "Reservations are not known yet.",
  prices: "List prices of 20 Jul 2026.",
});

const entry: WireSavingsEntry = {
  id: "hold_1.0",
  holdId: "hold_1",
  type: "saved",
  resourceId: "acc_1 eu-central-1 i-web",
  accountId: "acc_1",
  account: "tidewater",
  region: "eu-central-1",
  kind: "ec2.instance",
  name: "web",
  from: "2026-11-18T19:12:00.000Z",
  until: "2026-11-19T07:00:00.000Z",
  end: "woke",
  restartFrom: null,
  seenUntil: "2026-11-19T07:00:00.000Z",
  hourly: usd("0.115000"),
  amount: usd("1.357000"),
  restart: usd("0.000000"),
  lines: [
    {
      label: "Instance",
      note: "m6i.large",
      quantity: 1,
      unit: "hour",
      stopsWhenPaused: true,
      rate: "0.115",
      hourly: usd("0.115000"),
      source: { id: "list", title: "AWS price list", asOf: "2026-07-20" },
    },
  ],
  besideLines: null,
};

const compared = {
  ...{ days: { compared: 2, notFinal: 3, notRead: 0, learning: 0 }, noise: usd("8.000000"), unpriced: 0 },
  ...{ billed: usd("620.000000"), expected: usd("800.000000"), fell: usd("180.000000"), saved: usd("200.000000") },
  ...{ difference: usd("20.000000"), share: 0.1 },
};
const nothing: WireReconciliation = {
  ...{ from: "2026-10-16", until: "2026-11-21", finalThrough: "2026-11-17", items: [], leftOut: [], unread: [] },
  ...{ method: "Of each service that pauses touched.", total: { ...compared, billed: null, fell: null, saved: null } },
};

function shown(
  kinds: WireSavingsReport,
  resources: WireSavingsReport,
  entries: readonly WireSavingsEntry[],
  reconciliation = nothing,
): string {
  const client = new QueryClient();
  client.setQueryData([...keys.savings, "kind", null], kinds);
  client.setQueryData([...keys.savings, "resource", null], resources);
  client.setQueryData([...keys.reconciliation, null], reconciliation);
  const pages = { pages: [{ items: entries, next: null }], pageParams: [null] };
  client.setQueryData([...keys.savingsEntries, entriesSize, null], pages);
  const html = renderToString(
    <QueryClientProvider client={client}>
      <SavingsScreen account={null} />
    </QueryClientProvider>,
  );
  return html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
}

describe("the savings", () => {
  test("are told net, with their parts, their method, and each price line with its source", () => {
    const kinds = report("kind", [{ key: "ec2.instance", name: "EC2 instances", ...known }], known);
    const text = shown(kinds, report("resource", [{ key: "r", name: "web", ...known }], known), [entry]);
    for (const word of ["$13 .00", "Reservations are not known yet.", "20 Jul 2026", "EC2 instances", "$1.36"])
      expect(text).toContain(word);
    expect(text).toContain("off, until it woke");
    expect(text).toContain("1 × $0.115 an hour, AWS price list of 2026-07-20");
  });

  test("that are nothing yet are counted, not listed row by row", () => {
    const zero = usd("0.000000");
    const none = { realised: zero, running: zero, missed: zero, restart: zero, net: zero, unpriced: 0 };
    const started = { ...none, restart: usd("0.500000"), net: usd("-0.500000") };
    const rows = [
      { key: "a", name: "web", ...known },
      { key: "b", name: "orders", ...none },
      { key: "c", name: "queue", ...none },
      { key: "d", name: "search", ...started },
      { key: "e", name: "files", ...unknown },
    ];
    const text = shown(report("kind", [], known), report("resource", rows, known), []);
    for (const name of ["web", "search", "files"]) expect(text).toContain(name);
    for (const name of ["orders", "queue"]) expect(text).not.toContain(name);
    expect(text).toContain("2 resources saved nothing yet, or bill the same while paused.");
  });

  test("without a price are not shown as nothing", () => {
    const kinds = report("kind", [{ key: "fsx", name: "File systems", ...unknown }], unknown);
    const text = shown(kinds, report("resource", [], unknown), [
      { ...entry, hourly: null, amount: null, restart: null, lines: [] },
    ]);
    expect(text).toContain("no price");
    expect(text).toContain("1 pause without a price is in no figure");
    expect(text).not.toContain("$0");
  });

  test("are compared with the bill, in words and figures, where its days are final", () => {
    const kinds = report("kind", [], known);
    const text = "On 2 days the bill fell by $180.00, the ledger says $200.00: they agree.";
    const account = { id: "acc_1", name: "tidewater" };
    const item = { ...compared, account, service: "Amazon EC2", untouched: 2, committed: false, text, byDay: [] };
    const items = [{ ...item, verdict: "agree" as const }];
    const screen = shown(kinds, report("resource", [], known), [], { ...nothing, items, total: compared });
    for (const word of [text, "$180.00", "$20.00 10 %", "to 17 Nov 2026", "tidewater"]) expect(screen).toContain(word);
  });

  test("are not compared with a bill that is not known, and what is still to come is apart", () => {
    const account = { id: "acc_1", name: "tidewater" };
    const unread = [{ account, state: "waiting" as const, from: "2026-10-16", until: "2026-11-21", fault: null }];
    const screen = shown(report("kind", [], known), report("resource", [], known), [], { ...nothing, unread });
    expect(screen).toContain("the bill of tidewater is not known for these days");
    expect(screen).toContain("Still to come this month $25 .76 if 1 pause stays; in no other figure");
  });

  test("say why a stretch is over, and that it is not", () => {
    expect(stretchWord({ type: "missed", end: null })).toBe("ran by itself, still");
    expect(stretchWord({ type: "missed", end: "paused" })).toBe("ran by itself, until it was off again");
    expect(stretchWord({ type: "saved", end: "resumed" })).toBe("off, until it was back");
  });
});
