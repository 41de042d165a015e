"use client";

import { useQuery } from "@tanstack/react-query";
import { call } from "./api";
import { keys } from "./keys";

/** Every kind that Standby knows. It changes with the version only, so one look is enough. */
export function useKinds() {
  return useQuery({
    queryKey: keys.kinds,
    queryFn: ({ signal }) => call("listKinds", { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
