"use client";

import { useMutation } from "@tanstack/react-query";
import { type CallInput, call } from "./api";
import { useInvalidate } from "./use-invalidate";

export interface GroupChange {
  readonly id: string;
  readonly change: NonNullable<CallInput<"updateGroup">["body"]>;
}

export function useUpdateGroup() {
  return useMutation({
    mutationFn: ({ id, change }: GroupChange) => call("updateGroup", { params: { id }, body: change }),
    onSuccess: useInvalidate("groups", "overview", "resources"),
  });
}
