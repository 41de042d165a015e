"use client";

import { useQuery } from "@tanstack/react-query";
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

function isMoving(overview: CallAnswer<"getOverview">): boolean {
  return overview.rocker.operation !== null || overview.counts.changing > 0;
}
