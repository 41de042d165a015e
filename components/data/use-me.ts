"use client";

import { useQuery } from "@tanstack/react-query";
import { type CallAnswer, call } from "./api";
import { keys } from "./keys";

/** Who is asking, and in which role. */
export function useMe(initialData?: CallAnswer<"me">) {
  return useQuery({
    queryKey: keys.me,
    queryFn: ({ signal }) => call("me", { signal }),
    staleTime: 60_000,
    ...(initialData ? { initialData } : {}),
  });
}
