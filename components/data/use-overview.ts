"use client";

import { useQuery } from "@tanstack/react-query";
import { onlyWaits } from "@/components/operations/sections";
import { type CallAnswer, call } from "./api";
import { keys } from "./keys";

/** What runs, what it costs, and what one press would do. Follows more closely while an operation is at work. */
export function useOverview(account?: string, initialData?: CallAnswer<"getOverview">) {
  return useQuery({
    queryKey: [...keys.overview, account ?? null],
    queryFn: ({ signal }) => call("getOverview", { query: account === undefined ? {} : { account }, signal }),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? 2_000 : 15_000),
    ...(initialData ? { initialData } : {}),
  });
}

/** What waits for AWS may do so for days: that is nothing to follow closely. */
function isMoving({ rocker, operations, counts }: CallAnswer<"getOverview">): boolean {
  const head = operations.find(({ id }) => id === rocker.operation?.id);
  return (rocker.operation !== null && !(head && onlyWaits(head))) || counts.changing > 0;
}
