import type { Metadata } from "next";
import { signedIn } from "@/app/signed-in";
import { CostsScreen } from "@/components/costs/costs-screen";
import { anomaliesQueryOf, costsQueryOf, outlookQueryOf, readView } from "@/components/costs/view";
import { keys } from "@/components/data/keys";
import { orNull } from "@/components/plan/or-not-found";
import { paramsOf, type SearchRecord } from "@/components/resources/filters";
import { FirstData } from "@/components/shell/first-data";

export const metadata: Metadata = { title: "Costs" };

export default async function CostsPage({ searchParams }: { readonly searchParams: Promise<SearchRecord> }) {
  const params = paramsOf(await searchParams);
  const { app, ctx } = await signedIn();
  const account = params.get("account") || null;
  const today = app.clock.now().toISOString().slice(0, 10);
  const view = readView(params);
  const costs = costsQueryOf(view, account, today);
  const outlook = outlookQueryOf(view, account);
  const anomalies = anomaliesQueryOf(view, account, today);
  const { getCosts, getOutlook, listAnomalies, listBudgets } = app.usecases;
  const asked = [
    [[...keys.costs, costs], getCosts(ctx, { params: {}, query: costs, body: {} })],
    [[...keys.outlook, outlook], getOutlook(ctx, { params: {}, query: outlook, body: {} })],
    [[...keys.anomalies, anomalies], listAnomalies(ctx, { params: {}, query: anomalies, body: {} })],
    [keys.budgets, listBudgets(ctx, { params: {}, query: {}, body: {} })],
  ] as const;
  const entries = await Promise.all(asked.map(async ([key, answer]) => [key, await orNull<unknown>(answer)] as const));
  return (
    <FirstData entries={entries.filter(([, data]) => data !== null)}>
      <CostsScreen account={account} firstToday={today} />
    </FirstData>
  );
}
