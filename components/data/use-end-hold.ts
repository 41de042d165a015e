"use client";

import { useMutation } from "@tanstack/react-query";
import { call } from "./api";
import { useInvalidate } from "./use-invalidate";

export interface HoldEnd {
  readonly id: string;
  readonly reason: string;
}

/** Lets a resource stay as it is. Sends nothing to AWS; what was saved is kept. */
export function useEndHold() {
  return useMutation({
    mutationFn: ({ id, reason }: HoldEnd) => call("endHold", { params: { id }, body: { reason } }),
    onSuccess: useInvalidate("everyResource", "resources", "overview", "notices"),
  });
}
