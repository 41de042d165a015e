"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type CallInput, call } from "./api";
import { keys } from "./keys";

export type EstimatesQuery = NonNullable<CallInput<"getEstimates">["query"]>;

/** What runs now and what it costs. What was on the screen stays there until the new answer has come. */
export function useEstimates(query: EstimatesQuery) {
  return useQuery({
    queryKey: [...keys.estimates, query],
    queryFn: ({ signal }) => call("getEstimates", { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}
