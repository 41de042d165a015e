"use client";

import { useQuery } from "@tanstack/react-query";
import { type CallInput, call } from "./api";
import { keys } from "./keys";

type OutlookQuery = NonNullable<CallInput<"getOutlook">["query"]>;

/** The first bill of an account comes within the first half minute: who looks on sees it come. */
export function isBeingRead(unread: readonly { readonly state: string }[] = []): boolean {
  return unread.some(({ state }) => state === "waiting");
}

/** Where the month is going. */
export function useOutlook(query: OutlookQuery) {
  return useQuery({
    queryKey: [...keys.outlook, query],
    queryFn: ({ signal }) => call("getOutlook", { query, signal }),
    refetchInterval: ({ state: { data } }) => (isBeingRead(data?.unread) ? 5_000 : 300_000),
  });
}
