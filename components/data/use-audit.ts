"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { call } from "./api";
import { keys } from "./keys";

/** Who did what, newest first, page by page. */
export function useAudit(limit = 100) {
  return useInfiniteQuery({
    queryKey: [...keys.audit, limit],
    queryFn: ({ pageParam, signal }) =>
      call("listAudit", { query: pageParam === null ? { limit } : { limit, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}
