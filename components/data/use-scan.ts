"use client";

import { useMutation } from "@tanstack/react-query";
import { call } from "./api";
import { useInvalidate } from "./use-invalidate";

/** Reads every kind in every region of an account; resolves with the coverage when the scan is over (at most 5 min). */
export function useScan() {
  return useMutation({
    mutationFn: (accountId: string) => call("scanAccount", { params: { id: accountId }, query: { wait: "5m" } }),
    onSuccess: useInvalidate("accounts", "groups", "overview", "resources", "everyResource"),
  });
}
