import type { Metadata } from "next";
import { keys } from "@/components/data/keys";
import { OverviewScreen } from "@/components/overview/overview-screen";
import { orNotFound } from "@/components/plan/or-not-found";
import { FirstData } from "@/components/shell/first-data";
import { signedIn } from "../signed-in";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage({
  searchParams,
}: {
  searchParams: Promise<{ account?: string | string[] }>;
}) {
  const { account: asked } = await searchParams;
  const account = typeof asked === "string" && asked !== "" ? asked : null;
  const { app, ctx } = await signedIn();
  const query = account === null ? {} : { account };
  const nothing = { params: {}, query: {}, body: {} };
  const [first, groups, queue, notices] = await Promise.all([
    orNotFound(app.usecases.getOverview(ctx, { params: {}, query, body: {} })),
    app.usecases.listGroups(ctx, nothing),
    app.usecases.listQueue(ctx, nothing),
    app.usecases.listNotices(ctx, { ...nothing, query: { limit: 50 } }),
  ]);
  return (
    <FirstData
      entries={[
        [keys.groups, groups],
        [keys.queue, queue],
        [keys.notices, notices],
      ]}
    >
      <OverviewScreen account={account} first={first} />
    </FirstData>
  );
}
