"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { type CallInput, call } from "./api";
import { keys } from "./keys";
import { useInvalidate } from "./use-invalidate";

/** The newest exports of one log group; looked at again while one is under way. */
export function useLogExports(resource: string) {
  return useQuery({
    queryKey: [...keys.logExports, resource],
    queryFn: ({ signal }) => call("listLogExports", { query: { resource, limit: 5 }, signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.items.some(({ state }) => state === "waiting" || state === "running") ? 5_000 : false,
  });
}

/** Asks for the events of a log group in a bucket. */
export function useExportLogs() {
  return useMutation({
    mutationFn: (body: CallInput<"exportLogs">["body"]) => call("exportLogs", { body }),
    onSuccess: useInvalidate("logExports"),
  });
}
