import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { OverviewScreen } from "@/components/overview/overview-screen";
import { RefusalError } from "@/server/core/fault";
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
  const first = await app.usecases.getOverview(ctx, { params: {}, query, body: {} }).catch((error: unknown) => {
    if (error instanceof RefusalError && error.code === "not-found") notFound();
    throw error;
  });
  return <OverviewScreen account={account} first={first} />;
}
