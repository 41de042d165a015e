import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToString } from "react-dom/server";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { keys } from "@/components/data/keys";
import type { WireBudget } from "@/server/contract/budgets";
import type { WireCosts } from "@/server/contract/costs";
import type { WireAnomaly, WireOutlook } from "@/server/contract/outlook";
import { today, wireAnomaly, wireBudget, wireCosts, wireOutlook, wireUnread } from "./builders";
import { CostsScreen } from "./costs-screen";
import { anomaliesQueryOf, costsQueryOf, outlookQueryOf, readView } from "./view";

const address = { search: "" };
vi.mock("next/navigation", () => ({ useSearchParams: () => new URLSearchParams(address.search) }));

beforeEach(() => {
  address.search = "";
});

interface Answers {
  readonly costs?: WireCosts;
  readonly outlook?: WireOutlook | null;
  readonly anomalies?: readonly WireAnomaly[];
  readonly now?: readonly object[];
  readonly budgets?: readonly WireBudget[];
  readonly role?: "admin" | "viewer";
}

/** What the server paints: as text, and as it is. */
function painted({ costs = wireCosts(), outlook = wireOutlook(), ...rest }: Answers = {}) {
  const client = new QueryClient();
  const view = readView(new URLSearchParams(address.search));
  client.setQueryData([...keys.costs, costsQueryOf(view, null, today)], costs);
  if (outlook) client.setQueryData([...keys.outlook, outlookQueryOf(view, null)], outlook);
  const anomalies = { items: rest.anomalies ?? [], now: rest.now ?? [], learning: 2 };
  client.setQueryData([...keys.anomalies, anomaliesQueryOf(view, null, today)], anomalies);
  client.setQueryData(keys.budgets, { items: rest.budgets ?? [wireBudget()] });
  client.setQueryData(keys.accounts, { items: [{ id: "acc_1", name: "tidewater" }] });
  client.setQueryData(keys.me, { name: "Ana", role: rest.role ?? "admin" });
  const html = renderToString(
    <QueryClientProvider client={client}>
      <CostsScreen account={null} firstToday={today} />
    </QueryClientProvider>,
  );
  const text = html
    .replaceAll("<!-- -->", "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&#x27;", "'")
    .replaceAll(/\s+/g, " ");
  return { html, text };
}

describe("the costs", () => {
  test("say which cost it is, of what, in which currency, how old, and how many requests were paid", () => {
    const { text } = painted();
    expect(text).toContain("tidewater, by service, unblended cost, billed in USD, read now");
    expect(text).toContain("Unblended cost of Cost Explorer, without credits, refunds and taxes.");
    expect(text).toContain("4 of 10 paid requests today, $0.04");
    expect(text).toContain("Not in it: credits −\u2060$12.00. Not told for all of the time: tax.");
    expect(text).toContain("Not final is what AWS still corrects: all after 18 Nov.");
  });

  test("stand beside the month: forecast, band, budget, pauses, and AWS's own forecast", () => {
    const { text } = painted();
    for (const words of [
      "November 9 days left",
      "$9,000 forecast",
      "$6,300 so far budget $8,700",
      "$300 over budget.",
      "80 % sure of $8,730 to $9,270.",
      "Pauses that go on take $412 away; if nothing more was paused it would be $9,412.",
      "−10 % against the same days of last month, up to 18 Nov.",
      "AWS’s own forecast: $9,100, 80 % sure of $8,900 to $9,400.",
      "budget, $290 a day",
      "30 days $9,000 −10 % +$0.15 365 days $99,000 not known not known",
    ])
      expect(text).toContain(words);
  });

  test("are told by service with their month, and without a price where there is none", () => {
    const { text } = painted();
    expect(text).toContain("1 to 18 Nov 1 to 18 Oct Change Forecast Nov Saved in Nov Now, an hour");
    expect(text).toContain("$3,600.00 $4,000.00 −10 % $6,000.00 $91.50 $8.443 66.7 %");
    expect(text).toContain("$1,800.00 $2,000.00 −10 % $3,000.00 – no price 33.3 %");
    expect(text).toContain("Together $5,400.00 $6,000.00 −10 % $9,000.00");
    // The other service has no price: the sum of what runs now lacks it.
    expect(text).toContain("at least $8.443");
  });

  test("by another key are told for the days that are shown", () => {
    address.search = "by=region";
    const { text } = painted({ costs: wireCosts({ by: "region" }, { "eu-central-1": 30, "us-east-1": 10 }) });
    expect(text).toContain("Region 1 Oct to 18 Nov Cost, 1 Oct to 21 Nov Share");
    expect(text).toContain("eu-central-1 $1,560.00 75.0 %");
  });

  test("of other days are told by their sum", () => {
    address.search = "span=last";
    const { text } = painted({ costs: wireCosts({ until: "2026-11-01" }) });
    expect(text).toContain("Cost, 1 to 31 Oct Forecast Nov");
    expect(text).toContain("EC2 $10,400.00 $6,000.00 $91.50 $8.443 66.7 %");
  });

  test("have a table that says all of the chart", () => {
    address.search = "show=table";
    const { html, text } = painted({ anomalies: [wireAnomaly()] });
    expect(html).toContain('aria-pressed="true"');
    expect(text).toContain("30 Nov forecast – $310.00 $290.00 – – – ");
    expect(text).toContain("20 Nov not final $300.00 $310.00 $290.00 $200.00 $100.00 50 %");
    expect(text).toContain("11 Nov final $300.00 – $290.00 $200.00 $100.00 50 % see 1");
    expect(text).toContain("31 Oct final $300.00 – – $200.00");
    const saved = wireCosts().saved.map((_, at) => (at === 0 ? "12.500000" : null));
    expect(painted({ costs: wireCosts({ saved }) }).text).toContain(
      "1 Oct final $300.00 – – $200.00 $100.00 50 % $12.50",
    );
  });

  test("of a today that AWS tells nothing of yet are expected ones, and its pauses are told all the same", () => {
    address.search = "show=table";
    const costs = wireCosts();
    const amounts = costs.total.amounts.map((amount, at) => (at === 51 ? null : amount));
    const { text } = painted({ costs: { ...costs, total: { ...costs.total, amounts } } });
    expect(text).toContain("21 Nov forecast – $310.00 $290.00 – – 50 %");
    expect(text).toContain("22 Nov forecast – $310.00 $290.00 – – – ");
  });

  test("of one service have beside them what the month is of, and no savings of all services", () => {
    address.search = "service=Amazon+SageMaker&by=region&show=table";
    const saved = wireCosts().saved.map(() => "12.500000");
    const { text } = painted({ costs: wireCosts({ saved }), anomalies: [wireAnomaly({ service: "Amazon RDS" })] });
    expect(text).toContain("November all services, unblended 9 days left");
    expect(text).toContain("None in these days.");
    expect(text).not.toContain("$12.50");
    expect(text).not.toContain("see 1");
  });

  test("of a day that nobody read are not known, and never zero", () => {
    address.search = "show=table";
    const costs = wireCosts();
    const without = (amounts: readonly (string | null)[]) => amounts.map((amount, at) => (at === 5 ? null : amount));
    const gap = {
      ...costs,
      items: costs.items.map((item) => ({ ...item, amounts: without(item.amounts), total: null })),
      total: { amounts: without(costs.total.amounts), total: null },
      unread: [wireUnread({ from: "2026-10-06", until: "2026-10-07" })],
    };
    const { text } = painted({ costs: gap, outlook: null });
    expect(text).toContain("6 Oct not known not known –");
    expect(text).toContain("1 day is not known, and in no sum.");
    expect(text).toContain("AWS does not let Standby read the costs of tidewater: 6 Oct.");
    expect(text).toContain("Missing: ce:GetCostAndUsage");
    expect(text).not.toMatch(/\$0(\.00)?\b(?!\.)/);
  });
});

describe("costs that are not there", () => {
  const nothing = (change: Partial<WireCosts>) => wireCosts({ ...change, readAt: null }, {});
  const quiet = wireOutlook({
    soFar: { amount: null, missing: 21, finalThrough: "2026-11-18" },
    forecast: null,
    noForecast: "Under 14 days are known.",
    services: [],
  });

  test("wait for the first reading", () => {
    const { text } = painted({
      costs: nothing({ unread: [wireUnread({ state: "waiting", fault: null })] }),
      outlook: quiet,
    });
    expect(text).toContain("tidewater waits for the first reading");
    expect(text.split("Budgets")[0]).not.toContain("$");
  });

  test("are refused, with the permission that is missing and what to do", () => {
    const { text } = painted({ costs: nothing({ unread: [wireUnread()] }), outlook: quiet });
    expect(text).toContain("AWS does not let Standby read the costs of tidewater");
    expect(text).toContain("Allow it in the role of Standby. Missing: ce:GetCostAndUsage");
    expect(text).toContain("Until then there is no figure here.");
  });

  test("may be truly nothing", () => {
    const { text } = painted({ costs: { ...nothing({}), readAt: "2026-11-21T09:00:00.000Z" }, outlook: quiet });
    expect(text).toContain("Nothing was charged in these days");
  });

  test("in another currency are one step away", () => {
    const { html, text } = painted({ costs: wireCosts({ otherCurrencies: ["EUR"] }) });
    expect(text).toContain("Also billed in EUR");
    expect(html).toContain('href="?currency=EUR"');
  });
});

describe("unusual days and budgets", () => {
  test("are listed newest first with what they were over, and an admin says what they are", () => {
    const old = wireAnomaly({ id: "anm_0", firstDay: "2026-10-20", service: null, mark: "expected", markedBy: "Ana" });
    const { text } = painted({ anomalies: [old, wireAnomaly()] });
    expect(text).toContain("SageMaker +$61.40 It cost $75.00 on 11 Nov; $13.60 was usual. Expected Not unusual");
    expect(text).toMatch(/2 2: SageMaker .* 1 1: All of tidewater/);
    expect(text).toContain("Marked expected by Ana. Take the mark back");
    expect(text).toContain("2 services cannot be judged yet");
  });

  test("what jumps now is told before the bill knows", () => {
    const account = { id: "acc_1", name: "tidewater" };
    const jump = { account, state: "jump", text: "What runs comes to $9.00 an hour; $4.00 is usual at this hour." };
    expect(painted({ now: [jump] }).text).toContain("tidewater runs above the usual What runs comes to $9.00 an hour;");
    expect(painted({ now: [{ ...jump, state: "usual" }] }).text).not.toContain("runs above");
  });

  test("a budget says what is spent of it, and which threshold was passed when", () => {
    const { text } = painted();
    expect(text).toContain("All of it tidewater, a month November: $6,300.00 of $8,700.00, 72 %; forecast $9,000.00");
    expect(text).toContain("80 % spent, $6,960");
    expect(text).toMatch(/Passed 100 % forecast, \$8,700, told Fri 20 Nov, 09:00/);
    const unknown = painted({
      budgets: [wireBudget({ actual: null, forecast: null, reason: "No day of it was read." })],
    });
    expect(unknown.text).toContain("November: not known of $8,700.00. No day of it was read.");
  });

  test("a viewer sees no key that would be refused", () => {
    const { text } = painted({ role: "viewer", anomalies: [wireAnomaly()] });
    for (const words of ["Make a budget", "Edit", "Remove", "Not unusual"]) expect(text).not.toContain(words);
    expect(text).toContain("SageMaker +$61.40");
  });
});
