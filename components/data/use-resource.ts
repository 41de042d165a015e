"use client";

import { skipToken, useQuery } from "@tanstack/react-query";
import { call } from "./api";
import { keys } from "./keys";

/** One resource with its prices, relations and history. Null: nothing is chosen. */
export function useResource(id: string | null) {
  return useQuery({
    queryKey: keys.resource(id ?? ""),
    queryFn: id === null ? skipToken : ({ signal }) => call("getResource", { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data?.state === "changing" ? 2_000 : 15_000),
  });
}
