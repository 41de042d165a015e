"use client";

import { useQuery } from "@tanstack/react-query";
import { call } from "./api";
import { keys } from "./keys";

/** Saved filters that stand for environments. */
export function useGroups() {
  return useQuery({ queryKey: keys.groups, queryFn: ({ signal }) => call("listGroups", { signal }) });
}
