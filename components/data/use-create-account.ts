"use client";

import { useMutation } from "@tanstack/react-query";
import { type CallInput, call } from "./api";
import { useInvalidate } from "./use-invalidate";

export function useCreateAccount() {
  return useMutation({
    mutationFn: (body: CallInput<"createAccount">["body"]) => call("createAccount", { body }),
    onSuccess: useInvalidate("accounts", "overview"),
  });
}
