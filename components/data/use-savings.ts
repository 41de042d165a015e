"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { call } from "./api";
import { keys } from "./keys";

export type SavingsBy = "kind" | "resource";

/** What pausing saved this month. */
export function useSavings(by: SavingsBy, account: string | null) {
  return useQuery({
    queryKey: [...keys.savings, by, account],
    queryFn: ({ signal }) => call("getSavings", { query: { by, ...of(account) }, signal }),
    refetchInterval: 60_000,
  });
}

/** The stretches of time that it is made of, newest first, page by page. */
export function useSavingsEntries(limit: number, account: string | null) {
  return useInfiniteQuery({
    queryKey: [...keys.savingsEntries, limit, account],
    queryFn: ({ pageParam, signal }) => {
      const page = pageParam === null ? { limit } : { limit, cursor: pageParam };
      return call("listSavingsEntries", { query: { ...page, ...of(account) }, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 60_000,
  });
}

function of(account: string | null) {
  return account === null ? {} : { account };
}
