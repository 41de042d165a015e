"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Relation } from "@/server/core/operation";
import { call } from "./api";
import { keys } from "./keys";

export interface FollowUp {
  readonly operationId: string;
  readonly relation: Relation;
}

/** Asks what continuing, retrying or undoing an operation would do. Changes nothing in AWS. */
export function usePlanFollowUp() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ operationId, relation }: FollowUp) =>
      call("planFollowUp", { params: { id: operationId }, body: { relation } }),
    onSuccess: (plan) => client.setQueryData(keys.plan(plan.id), plan),
  });
}
