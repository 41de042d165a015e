"use client";

import { useMutation } from "@tanstack/react-query";
import { call } from "./api";
import { useInvalidate } from "./use-invalidate";

/** Forgets a state; its resources stay as they are. */
export function useDeleteTerraformState() {
  return useMutation({
    mutationFn: (id: string) => call("deleteTerraformState", { params: { id } }),
    onSuccess: useInvalidate("terraformStates", "everyResource"),
  });
}
