import type { Metadata } from "next";
import { signedIn } from "@/app/signed-in";
import { keys } from "@/components/data/keys";
import { orNull } from "@/components/plan/or-not-found";
import { entriesSize } from "@/components/savings/entries-size";
import { SavingsScreen } from "@/components/savings/savings-screen";
import { FirstData } from "@/components/shell/first-data";

export const metadata: Metadata = { title: "Savings" };

export default async function SavingsPage({
  searchParams,
}: {
  searchParams: Promise<{ account?: string | string[] }>;
}) {
  const { account: asked } = await searchParams;
  const account = typeof asked === "string" && asked !== "" ? asked : null;
  const { app, ctx } = await signedIn();
  const of = account === null ? {} : { account };
  const { getReconciliation, getSavings, listSavingsEntries } = app.usecases;
  const [byKind, byResource, entries, compared] = await Promise.all([
    orNull(getSavings(ctx, { params: {}, query: { by: "kind", ...of }, body: {} })),
    orNull(getSavings(ctx, { params: {}, query: { by: "resource", ...of }, body: {} })),
    orNull(listSavingsEntries(ctx, { params: {}, query: { limit: entriesSize, ...of }, body: {} })),
    orNull(getReconciliation(ctx, { params: {}, query: of, body: {} })),
  ]);
  return (
    <FirstData
      entries={[
        ...(byKind ? [[[...keys.savings, "kind", account], byKind] as const] : []),
        ...(byResource ? [[[...keys.savings, "resource", account], byResource] as const] : []),
        ...(compared ? [[[...keys.reconciliation, account], compared] as const] : []),
        ...(entries
          ? [[[...keys.savingsEntries, entriesSize, account], { pages: [entries], pageParams: [null] }] as const]
          : []),
      ]}
    >
      <SavingsScreen account={account} />
    </FirstData>
  );
}
