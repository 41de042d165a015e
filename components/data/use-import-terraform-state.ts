"use client";

import { useMutation } from "@tanstack/react-query";
import { type CallInput, call } from "./api";
import { useInvalidate } from "./use-invalidate";

/** Takes a state in, or a newer version of one. */
export function useImportTerraformState() {
  return useMutation({
    mutationFn: (body: CallInput<"importTerraformState">["body"]) => call("importTerraformState", { body }),
    onSuccess: useInvalidate("terraformStates", "everyResource"),
  });
}
