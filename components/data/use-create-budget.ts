"use client";

import { useMutation } from "@tanstack/react-query";
import { type CallInput, call } from "./api";
import { useInvalidate } from "./use-invalidate";

export function useCreateBudget() {
  return useMutation({
    mutationFn: (body: CallInput<"createBudget">["body"]) => call("createBudget", { body }),
    onSuccess: useInvalidate("budgets"),
  });
}
