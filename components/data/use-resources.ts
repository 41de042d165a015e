"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { type CallInput, call } from "./api";
import { keys } from "./keys";

export type ResourceFilter = Omit<NonNullable<CallInput<"listResources">["query"]>, "cursor">;

/** The inventory, filtered, page by page. The totals of any page are those of the whole filter. */
export function useResources(filter: ResourceFilter) {
  return useInfiniteQuery({
    queryKey: [...keys.resources, filter],
    queryFn: ({ pageParam, signal }) =>
      call("listResources", { query: pageParam === null ? filter : { ...filter, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
}
