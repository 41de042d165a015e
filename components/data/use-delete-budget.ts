"use client";

import { useMutation } from "@tanstack/react-query";
import { call } from "./api";
import { useInvalidate } from "./use-invalidate";

export function useDeleteBudget() {
  return useMutation({
    mutationFn: (id: string) => call("deleteBudget", { params: { id } }),
    onSuccess: useInvalidate("budgets"),
  });
}
