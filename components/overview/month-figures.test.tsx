import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToString } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { wireBudget, wireOutlook, wireUnread } from "@/components/costs/builders";
import { keys } from "@/components/data/keys";
import type { WireOutlook } from "@/server/contract/outlook";
import { MonthFigures } from "./month-figures";

vi.mock("next/navigation", () => ({ useSearchParams: () => new URLSearchParams(), usePathname: () => "/" }));

function shown(outlook: WireOutlook | undefined, budgets = [wireBudget()]): string {
  const client = new QueryClient();
  if (outlook) client.setQueryData([...keys.outlook, {}], outlook);
  client.setQueryData(keys.budgets, { items: budgets });
  const overview = { at: "2026-11-21T09:00:00.000Z", accounts: [{ id: "acc_1" }] };
  const html = renderToString(
    <QueryClientProvider client={client}>
      <MonthFigures overview={overview} />
    </QueryClientProvider>,
  );
  return html
    .replaceAll("<!-- -->", "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");
}

test("the month is told by the bill, up to which day it is final, and beside its budget", () => {
  expect(shown(wireOutlook())).toContain("November so far $6,300 .00 billed by AWS, final up to 18 Nov");
  expect(shown(wireOutlook())).toContain("Forecast for November $9,000 .00 $300.00 over the budget of $8,700");
  expect(shown(wireOutlook(), [])).toContain("80 % sure of $8,730 to $9,270");
});

test("what was not read yet is not known, and never zero", () => {
  const soFar = { amount: null, missing: 21, finalThrough: "2026-11-18" };
  const unread = [wireUnread({ state: "waiting", fault: null })];
  const waits = shown(wireOutlook({ soFar, unread, forecast: null, noForecast: "Under 14 days are known." }));
  expect(waits).toContain("November so far not known tidewater waits for the first reading");
  expect(waits).toContain("Forecast for November not known Under 14 days are known.");
  expect(shown(undefined)).toContain("November so far reading the bill");
  expect(`${waits}${shown(undefined)}`).not.toContain("$");
  const some = shown(wireOutlook({ soFar: { ...soFar, amount: "10.000000" } }));
  expect(some).toContain("at least $10 .00");
});
