"use client";

import { useQuery } from "@tanstack/react-query";
import { call } from "./api";
import { keys } from "./keys";

/** What people should know although nobody did it through Standby: what still holds first. */
export function useNotices() {
  return useQuery({
    queryKey: keys.notices,
    queryFn: ({ signal }) => call("listNotices", { signal }),
    refetchInterval: 30_000,
  });
}
