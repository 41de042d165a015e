"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "./api";
import { keys } from "./keys";

/** Takes an operation back before anything of it was sent. The way back from a later moment is a plan of its own. */
export function useUndoOperation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call("undoOperation", { params: { id } }),
    onSuccess: async (operation) => {
      client.setQueryData(keys.operation(operation.id), operation);
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.overview }),
        client.invalidateQueries({ queryKey: keys.operations }),
      ]);
    },
  });
}
