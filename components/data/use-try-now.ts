"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "./api";
import { keys } from "./keys";

/** Has one resource that waits for AWS tried at once, instead of at its next time. */
export function useTryNow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (resourceId: string) => call("tryNow", { params: { id: resourceId } }),
    onSuccess: async (queued) => {
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.queue }),
        client.invalidateQueries({ queryKey: keys.operation(queued.operation.id) }),
      ]);
    },
  });
}
