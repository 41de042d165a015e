import type { Metadata } from "next";
import { AccountsScreen } from "@/components/accounts/accounts-screen";
import { signedIn } from "../../signed-in";

export const metadata: Metadata = { title: "Accounts" };

export default async function AccountsPage() {
  const { ctx } = await signedIn();
  return <AccountsScreen now={ctx.now.toISOString()} />;
}
