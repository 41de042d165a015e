"use client";

import { useQuery } from "@tanstack/react-query";
import { call } from "./api";
import { keys } from "./keys";

/** The savings ledger beside the bill, of the last 35 days. */
export function useReconciliation(account: string | null) {
  return useQuery({
    queryKey: [...keys.reconciliation, account],
    queryFn: ({ signal }) => call("getReconciliation", { query: account === null ? {} : { account }, signal }),
    refetchInterval: 300_000,
  });
}
