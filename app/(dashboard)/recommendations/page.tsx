import type { Metadata } from "next";
import { signedIn } from "@/app/signed-in";
import { keys } from "@/components/data/keys";
import { orNull } from "@/components/plan/or-not-found";
import { RecommendationsScreen } from "@/components/recommendations/recommendations-screen";
import { FirstData } from "@/components/shell/first-data";

export const metadata: Metadata = { title: "Recommendations" };

export default async function RecommendationsPage({
  searchParams,
}: {
  searchParams: Promise<{ account?: string | string[] }>;
}) {
  const { account: asked } = await searchParams;
  const account = typeof asked === "string" && asked !== "" ? asked : null;
  const { app, ctx } = await signedIn();
  const query = account === null ? {} : { account };
  const list = await orNull(app.usecases.listRecommendations(ctx, { params: {}, query, body: {} }));
  return (
    <FirstData entries={list ? [[[...keys.recommendations, account], list]] : []}>
      <RecommendationsScreen account={account} />
    </FirstData>
  );
}
