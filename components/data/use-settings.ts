"use client";

import { useQuery } from "@tanstack/react-query";
import { call } from "./api";
import { keys } from "./keys";

/** What an admin may change while Standby runs. `allowed` is false for those whom the server would turn down. */
export function useSettings(allowed: boolean) {
  return useQuery({
    queryKey: keys.settings,
    queryFn: ({ signal }) => call("getSettings", { signal }),
    enabled: allowed,
  });
}
