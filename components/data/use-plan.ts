"use client";

import { useQuery } from "@tanstack/react-query";
import { type CallAnswer, call } from "./api";
import { keys } from "./keys";

/** A plan as it was frozen: it never changes, only its operation comes to it. */
export function usePlan(id: string, initialData?: CallAnswer<"getPlan">) {
  return useQuery({
    queryKey: keys.plan(id),
    queryFn: ({ signal }) => call("getPlan", { params: { id }, signal }),
    ...(initialData ? { initialData } : {}),
  });
}
