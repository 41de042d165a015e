"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "./api";
import { keys } from "./keys";

/** The second person's yes. Sends nothing to AWS: the plan still waits for its key. */
export function useApprovePlan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call("approvePlan", { params: { id } }),
    onSuccess: (plan) => client.setQueryData(keys.plan(plan.id), plan),
  });
}
