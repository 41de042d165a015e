"use client";

import { useQuery } from "@tanstack/react-query";
import { call } from "./api";
import { keys } from "./keys";

/** What nobody uses, or seldom, and what it is worth. It changes with a look at the account, and once a day. */
export function useRecommendations(account: string | null) {
  return useQuery({
    queryKey: [...keys.recommendations, account],
    queryFn: ({ signal }) => call("listRecommendations", { query: account === null ? {} : { account }, signal }),
    refetchInterval: 300_000,
  });
}
