"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type CallInput, call } from "./api";
import { keys } from "./keys";

export type StartRequest = CallInput<"startOperation">["body"];

/** Applies a plan that was shown. */
export function useStartOperation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: StartRequest) => call("startOperation", { body }),
    onSuccess: async (operation) => {
      client.setQueryData(keys.operation(operation.id), operation);
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.overview }),
        client.invalidateQueries({ queryKey: keys.operations }),
        client.invalidateQueries({ queryKey: keys.plan(operation.planId) }),
      ]);
    },
  });
}
