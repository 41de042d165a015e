"use client";

import { useQuery } from "@tanstack/react-query";
import { call } from "./api";
import { keys } from "./keys";

/** The connected accounts. */
export function useAccounts() {
  return useQuery({ queryKey: keys.accounts, queryFn: ({ signal }) => call("listAccounts", { signal }) });
}
