"use client";

import { useQuery } from "@tanstack/react-query";
import { call } from "./api";
import { keys } from "./keys";

/** What a pause that is over saved until now. */
export function useOperationSavings(id: string) {
  return useQuery({
    queryKey: [...keys.savings, "operation", id],
    queryFn: ({ signal }) => call("getOperationSavings", { params: { id }, signal }),
    refetchInterval: 60_000,
  });
}
