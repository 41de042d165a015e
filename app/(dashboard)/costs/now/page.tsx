import type { Metadata } from "next";
import { signedIn } from "@/app/signed-in";
import { keys } from "@/components/data/keys";
import { EstimatesScreen } from "@/components/estimates/estimates-screen";
import { estimatesQueryOf, readEstimatesView } from "@/components/estimates/view";
import { orNull } from "@/components/plan/or-not-found";
import { paramsOf, type SearchRecord } from "@/components/resources/filters";
import { FirstData } from "@/components/shell/first-data";
import { getEstimates } from "@/server/contract/estimates";

export const metadata: Metadata = { title: "What runs now" };

export default async function RunningCostsPage({ searchParams }: { readonly searchParams: Promise<SearchRecord> }) {
  const view = readEstimatesView(paramsOf(await searchParams));
  const { app, ctx } = await signedIn();
  const asked = estimatesQueryOf(view);
  const { data: query } = getEstimates.query.safeParse(asked);
  // What an address says wrongly is asked once more by the screen, which shows why it is refused.
  const estimates = query ? await orNull(app.usecases.getEstimates(ctx, { params: {}, query, body: {} })) : null;
  return (
    <FirstData entries={estimates ? [[[...keys.estimates, asked], estimates]] : []}>
      <EstimatesScreen view={view} />
    </FirstData>
  );
}
