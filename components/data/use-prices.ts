"use client";

import { useQuery } from "@tanstack/react-query";
import { call } from "./api";
import { keys } from "./keys";

/** Where prices come from, and what has none. */
export function usePrices() {
  return useQuery({ queryKey: keys.prices, queryFn: ({ signal }) => call("getPrices", { signal }) });
}
