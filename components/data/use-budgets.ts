"use client";

import { useQuery } from "@tanstack/react-query";
import { call } from "./api";
import { keys } from "./keys";

/** Budgets with what is spent of them. */
export function useBudgets() {
  return useQuery({
    queryKey: keys.budgets,
    queryFn: ({ signal }) => call("listBudgets", { signal }),
    refetchInterval: 300_000,
  });
}
