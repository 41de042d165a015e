import type { Metadata } from "next";
import { signedIn } from "@/app/signed-in";
import { OperationScreen } from "@/components/operations/operation-screen";
import { orNotFound } from "@/components/plan/or-not-found";

export const metadata: Metadata = { title: "Operation" };

export default async function OperationPage({ params }: { readonly params: Promise<{ id: string }> }) {
  const { app, ctx } = await signedIn();
  const operation = await orNotFound(app.usecases.getOperation(ctx, { params: await params, query: {}, body: {} }));
  return <OperationScreen key={operation.id} initial={operation} now={ctx.now.toISOString()} />;
}
