"use client";

import { useQuery } from "@tanstack/react-query";
import { type CallInput, call } from "./api";
import { keys } from "./keys";

type OutlookQuery = NonNullable<CallInput<"getOutlook">["query"]>;

/** Where the month is going. */
export function useOutlook(query: OutlookQuery) {
  return useQuery({
    queryKey: [...keys.outlook, query],
    queryFn: ({ signal }) => call("getOutlook", { query, signal }),
    refetchInterval: 300_000,
  });
}
