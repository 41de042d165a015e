"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type CallAnswer, type CallInput, call } from "./api";
import { keys } from "./keys";

export type StartRequest = CallInput<"startOperation">["body"];

/**
 * Applies a plan that was shown. `onStarted` is called first of all, also when the key that asked is gone by then: the
 * plan, read again, has no key any more.
 */
export function useStartOperation(onStarted: (operation: CallAnswer<"startOperation">) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: StartRequest) => call("startOperation", { body }),
    onSuccess: async (operation) => {
      client.setQueryData(keys.operation(operation.id), operation);
      onStarted(operation);
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.overview }),
        client.invalidateQueries({ queryKey: keys.operations }),
        client.invalidateQueries({ queryKey: keys.plan(operation.planId) }),
      ]);
    },
  });
}
