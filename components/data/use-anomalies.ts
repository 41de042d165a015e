"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type CallInput, call } from "./api";
import { keys } from "./keys";

type AnomaliesQuery = NonNullable<CallInput<"listAnomalies">["query"]>;

/** Unusual days since one of them, and what runs above the usual now. */
export function useAnomalies(query: AnomaliesQuery) {
  return useQuery({
    queryKey: [...keys.anomalies, query],
    queryFn: ({ signal }) => call("listAnomalies", { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}
