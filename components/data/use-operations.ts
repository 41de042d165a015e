"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { call } from "./api";
import { keys } from "./keys";

/** The history, newest first, page by page. */
export function useOperations(limit = 50) {
  return useInfiniteQuery({
    queryKey: [...keys.operations, limit],
    queryFn: ({ pageParam, signal }) =>
      call("listOperations", { query: pageParam === null ? { limit } : { limit, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 10_000,
  });
}
