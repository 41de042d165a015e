"use client";

import { useMutation } from "@tanstack/react-query";
import { call } from "./api";
import { useInvalidate } from "./use-invalidate";

/** Removes a group; its resources stay as they are. */
export function useDeleteGroup() {
  return useMutation({
    mutationFn: (id: string) => call("deleteGroup", { params: { id } }),
    onSuccess: useInvalidate("groups", "overview", "resources"),
  });
}
