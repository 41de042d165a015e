"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type CallInput, call } from "./api";
import { keys } from "./keys";

export type PlanRequest = CallInput<"createPlan">["body"];

/** Asks what a pause or resume would do. Changes nothing in AWS. */
export function useCreatePlan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: PlanRequest) => call("createPlan", { body }),
    onSuccess: (plan) => client.setQueryData(keys.plan(plan.id), plan),
  });
}
