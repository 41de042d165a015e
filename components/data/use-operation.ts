"use client";

import { useQuery } from "@tanstack/react-query";
import { type CallAnswer, call } from "./api";
import { keys } from "./keys";

/**
 * One operation with the outcome of each resource. Read once: `useOperationEvents` keeps it fresh while the operation
 * is at work.
 */
export function useOperation(id: string, initialData?: CallAnswer<"getOperation">) {
  return useQuery({
    queryKey: keys.operation(id),
    queryFn: ({ signal }) => call("getOperation", { params: { id }, signal }),
    ...(initialData ? { initialData } : {}),
  });
}
