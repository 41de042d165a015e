import type { Metadata } from "next";
import { signedIn } from "@/app/signed-in";
import { orNotFound } from "@/components/plan/or-not-found";
import { PlanScreen } from "@/components/plan/plan-screen";

export const metadata: Metadata = { title: "Plan" };

export default async function PlanPage({ params }: { readonly params: Promise<{ id: string }> }) {
  const { app, ctx } = await signedIn();
  const plan = await orNotFound(app.usecases.getPlan(ctx, { params: await params, query: {}, body: {} }));
  return <PlanScreen key={plan.id} initial={plan} now={ctx.now.toISOString()} />;
}
