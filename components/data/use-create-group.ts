"use client";

import { useMutation } from "@tanstack/react-query";
import { type CallInput, call } from "./api";
import { useInvalidate } from "./use-invalidate";

export function useCreateGroup() {
  return useMutation({
    mutationFn: (body: CallInput<"createGroup">["body"]) => call("createGroup", { body }),
    onSuccess: useInvalidate("groups", "overview", "resources"),
  });
}
