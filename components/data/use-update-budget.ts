"use client";

import { useMutation } from "@tanstack/react-query";
import { type CallInput, call } from "./api";
import { useInvalidate } from "./use-invalidate";

export interface BudgetChange {
  readonly id: string;
  readonly change: NonNullable<CallInput<"updateBudget">["body"]>;
}

export function useUpdateBudget() {
  return useMutation({
    mutationFn: ({ id, change }: BudgetChange) => call("updateBudget", { params: { id }, body: change }),
    onSuccess: useInvalidate("budgets"),
  });
}
