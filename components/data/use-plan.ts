"use client";

import { useQuery } from "@tanstack/react-query";
import { type CallAnswer, call } from "./api";
import { keys } from "./keys";

/** A plan as it was frozen: it never changes, only a second person's yes and its operation come to it. */
export function usePlan(id: string, initialData?: CallAnswer<"getPlan">) {
  return useQuery({
    queryKey: keys.plan(id),
    queryFn: ({ signal }) => call("getPlan", { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data && waitsForSomebody(state.data) ? 4_000 : false),
    ...(initialData ? { initialData } : {}),
  });
}

function waitsForSomebody({ confirm, approval, expiresAt }: CallAnswer<"getPlan">): boolean {
  return confirm.level === "approve" && approval === null && Date.parse(expiresAt) > Date.now();
}
