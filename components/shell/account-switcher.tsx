"use client";

import { ChevronDown } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useAccounts } from "@/components/data/use-accounts";
import { Menu, type MenuItem } from "@/components/ui/menu";
import type { WireAccount } from "@/server/contract/accounts";
import { hrefWithAccount } from "./screens";

/** Says which account is looked at, and leads to another one. */
export function AccountSwitcher({ account }: { account: string | null }) {
  const router = useRouter();
  const path = usePathname();
  const accounts = useAccounts().data?.items ?? [];
  const chosen = accounts.find(({ id }) => id === account) ?? (accounts.length === 1 ? accounts[0] : undefined);
  // A plan or an operation is of the account it is of; from there a choice leads to the overview.
  const base = ["/resources", "/costs", "/savings", "/recommendations"].includes(path) ? path : "/";

  const items: readonly MenuItem[] = [
    ...(accounts.length > 1
      ? [
          {
            type: "choice" as const,
            label: "All accounts",
            checked: !chosen,
            onSelect: () => router.push(base),
          },
        ]
      : []),
    ...accounts.map((one) => ({
      type: "choice" as const,
      label: one.name,
      note: numberOf(one),
      checked: one.id === chosen?.id,
      onSelect: () => router.push(hrefWithAccount(base, one.id)),
    })),
    ...(accounts.length > 0 ? [{ type: "line" as const }] : []),
    { type: "link", label: accounts.length > 0 ? "Accounts" : "Connect an account", href: "/accounts" },
  ];

  return (
    <Menu
      items={items}
      trigger={
        <button type="button" className="acct">
          <span className="cut">{chosen ? chosen.name : nameOfAll(accounts.length)}</span>
          {chosen && <small className="nw">{numberOf(chosen)}</small>}
          <ChevronDown size={16} strokeWidth={1.5} className="flex-none" aria-hidden="true" />
          <span className="sr-only">, choose the account</span>
        </button>
      }
    />
  );
}

function nameOfAll(count: number): string {
  return count === 0 ? "No account" : "All accounts";
}

/** `1111 2222 3333`: in fours, as AWS itself writes it in its console. */
function numberOf(account: Pick<WireAccount, "awsAccountId" | "credentials">): string {
  if (account.credentials.type === "sandbox") return "sandbox";
  return account.awsAccountId?.replace(/(\d{4})(?=\d)/g, "$1 ") ?? "not read yet";
}
