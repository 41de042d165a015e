"use client";

import { useSearchParams } from "next/navigation";

/** The account that is looked at, from the address; null for all of them. */
export function useAccount(): string | null {
  const account = useSearchParams().get("account");
  return account === null || account.includes(",") ? null : account;
}
