"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "./api";
import { keys } from "./keys";

/** Sends nothing more; what is done stays done. */
export function useCancelOperation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call("cancelOperation", { params: { id } }),
    onSuccess: (operation) => client.setQueryData(keys.operation(operation.id), operation),
  });
}
