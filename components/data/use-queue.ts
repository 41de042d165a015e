"use client";

import { useQuery } from "@tanstack/react-query";
import { call } from "./api";
import { keys } from "./keys";

/** What AWS cannot do yet, over all operations. */
export function useQueue() {
  return useQuery({
    queryKey: keys.queue,
    queryFn: ({ signal }) => call("listQueue", { signal }),
    refetchInterval: 15_000,
  });
}
